using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using SecureSessions.Benchmarks.Apps;

namespace SecureSessions.Benchmarks.Pieces;

/// <summary>What a signed-in request is made of, piece by piece, to see where its time goes.</summary>
[MemoryDiagnoser]
public class PieceBenchmarks
{
    private PipelineApp _app = null!;
    private ISecureSessionStore _store = null!;
    private SessionLifecycle _lifecycle = null!;
    private SessionCipher _cipher = null!;
    private StringValues _header;
    private string _text = "";
    private SessionToken _token;
    private SecretHash _hash;
    private SealContext _context;
    private SessionPayload _payload = null!;
    private byte[] _sealed = [];
    private byte[] _ticket = [];

    [GlobalSetup]
    public async Task StartAsync()
    {
        _app = await PipelineApp.StartAsync(Variant.Ours);
        _store = _app.Services.GetRequiredService<ISecureSessionStore>();
        _lifecycle = _app.Services.GetRequiredService<SessionLifecycle>();
        _cipher = _app.Services.GetRequiredService<SessionCipher>();
        _header = "consent=all; theme=dark; " + _app.Cookies + "; _ga=GA1.1.1234567890.1234567890";
        _text = _app.Cookies[(_app.Cookies.IndexOf('=', StringComparison.Ordinal) + 1)..];
        _token = SessionToken.TryParse(_text, out SessionToken token) ? token : throw new InvalidOperationException("The cookie holds no token.");
        _hash = _cipher.Hash(_token.Secret);
        LoadedSession session = (await _lifecycle.LoadAsync(_token, passive: false)).Session!;
        _context = SealContext.Of(session.Record);
        _payload = session.Payload;
        _sealed = session.Record.Payload.ToArray();
        _ticket = _payload.Ticket.ToArray();
    }

    [GlobalCleanup]
    public ValueTask StopAsync() => _app.DisposeAsync();

    [Benchmark(Description = "cookie header: read")]
    public int ReadHeader()
    {
        CookieHeaderReader.Read(_header, "id", out ReadOnlySpan<char> value);
        return value.Length;
    }

    [Benchmark(Description = "token: parse")]
    public bool ParseToken() => SessionToken.TryParse(_text, out _);

    [Benchmark(Description = "secret: hash")]
    public SecretHash HashSecret() => _cipher.Hash(_token.Secret);

    [Benchmark(Description = "store: find")]
    public async ValueTask<FindStatus> FindAsync() => (await _store.FindAsync(_token.Id, _hash, FindMode.Active, CancellationToken.None)).Status;

    [Benchmark(Description = "payload: open")]
    public object OpenPayload()
    {
        _cipher.OpenPayload(_token.Secret, _context, _sealed, out SessionPayload payload);
        return payload;
    }

    [Benchmark(Description = "payload: seal")]
    public byte[] SealPayload() => _cipher.SealPayload(_token.Secret, _context, _payload);

    [Benchmark(Description = "ticket: read")]
    public AuthenticationTicket? ReadTicket() => TicketSerializer.Default.Deserialize(_ticket);

    [Benchmark(Description = "load: hash, find and open")]
    public async ValueTask<object> LoadAsync() => (await _lifecycle.LoadAsync(_token, passive: false)).Session!;
}
