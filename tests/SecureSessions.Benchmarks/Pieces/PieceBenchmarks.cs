using System.Net;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
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
    private SessionCipher.Context _context;
    private SessionPayload _payload = null!;
    private byte[] _sealed = [];
    private byte[] _sealedWithClient = [];
    private byte[] _ticket = [];
    private DefaultHttpContext _request = null!;
    private SessionClient[] _clients = [];
    private FloodDetector _floods = null!;

    [GlobalSetup]
    public async Task StartAsync()
    {
        _app = await PipelineApp.StartAsync(Variant.Ours);
        _store = _app.Services.GetRequiredService<ISecureSessionStore>();
        _lifecycle = _app.Services.GetRequiredService<SessionLifecycle>();
        _cipher = _app.Services.GetRequiredService<SessionCipher>();
        _header = "consent=all; theme=dark; " + _app.Cookies + "; _ga=GA1.1.1234567890.1234567890";
        _text = _app.Cookies[(_app.Cookies.IndexOf('=', StringComparison.Ordinal) + 1)..];
        _token = SessionToken.TryParse(_text, out SessionToken token)
            ? token
            : throw new InvalidOperationException("The cookie holds no token.");
        _hash = _cipher.Hash(_token.Secret);
        LoadedSession session = (await _lifecycle.LoadAsync(_token, passive: false)).Session!;
        _context = SessionCipher.Context.Of(session.Record);
        _payload = session.Payload;
        _sealed = session.Record.Payload.ToArray();
        _ticket = _payload.Ticket.ToArray();
        _request = NewRequest();
        _clients = ClientSighting.Of(_request).AddTo([]);
        _sealedWithClient = _cipher.SealPayload(_token.Secret, _context, _payload with { Clients = _clients });
        _sealed = _cipher.SealPayload(_token.Secret, _context, _payload with { Clients = [] });
        _floods = _app.Services.GetRequiredService<FloodDetector>();
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
    public async ValueTask<FindStatus> FindAsync() =>
        (await _store.FindAsync(_token.Id, _hash, FindMode.Active, CancellationToken.None)).Status;

    [Benchmark(Description = "payload: open")]
    public object OpenPayload()
    {
        _cipher.TryOpenPayload(_token.Secret, _context, _sealed, out SessionPayload payload);
        return payload;
    }

    [Benchmark(Description = "payload: open, with a client")]
    public object OpenPayloadWithClient()
    {
        _cipher.TryOpenPayload(_token.Secret, _context, _sealedWithClient, out SessionPayload payload);
        return payload;
    }

    [Benchmark(Description = "payload: seal")]
    public byte[] SealPayload() => _cipher.SealPayload(_token.Secret, _context, _payload);

    [Benchmark(Description = "ticket: read")]
    public AuthenticationTicket? ReadTicket() => TicketCodec.Read(_ticket);

    [Benchmark(Description = "load: hash, find and open")]
    public async ValueTask<object> LoadAsync() => (await _lifecycle.LoadAsync(_token, passive: false)).Session!;

    [Benchmark(Description = "client: read and compare")]
    public bool CompareClient() => ClientSighting.Of(_request).CompareWith(_clients) == (false, false);

    [Benchmark(Description = "client: read one that is new")]
    public object ParseUserAgent() => UserAgent.Parse(_request.Request.Headers.UserAgent.ToString());

    [Benchmark(Description = "flood: ask for an alert")]
    public bool AskForAlert() => _floods.FindAlert(_request.Connection.RemoteIpAddress) is null;

    // The dearest kind: Chrome, whose client hints are looked at as well.
    private static DefaultHttpContext NewRequest()
    {
        var request = new DefaultHttpContext();
        request.Connection.RemoteIpAddress = IPAddress.Parse("203.0.113.7");
        request.Request.Headers.UserAgent =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36";
        request.Request.Headers["Sec-CH-UA"] = "\"Chromium\";v=\"124\", \"Google Chrome\";v=\"124\", \"Not-A.Brand\";v=\"99\"";
        request.Request.Headers["Sec-CH-UA-Platform"] = "\"Windows\"";
        return request;
    }
}
