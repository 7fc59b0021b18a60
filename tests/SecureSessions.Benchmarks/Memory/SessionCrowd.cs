using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Benchmarks.Memory;

/// <summary>Signed-in sessions, made as a sign-in makes them: with a label for the user's list.</summary>
internal sealed class SessionCrowd(IServiceProvider services, int capacity)
{
    public const int PayloadSize = 200;

    private const int Rounds = 15;
    private const int FindsEach = 20_000;

    // As long as most are.
    private static readonly SessionAuthentication Authentication = new(DateTimeOffset.UnixEpoch, ["pwd"], null);
    private static readonly SessionClient[] Clients = [new("Firefox on Linux", "203.0.113.0/24")];

    private readonly SessionCreation _creation = services.GetRequiredService<SessionCreation>();
    private readonly SessionEnding _ending = services.GetRequiredService<SessionEnding>();
    private readonly SessionCipher _cipher = services.GetRequiredService<SessionCipher>();
    private readonly ISecureSessionStore _store = services.GetRequiredService<ISecureSessionStore>();

    // Kept here and allocated at once, so that they count for nothing in the store's size.
    private readonly SessionToken[] _tokens = new SessionToken[capacity];
    private int _count;

    public async Task GrowToAsync(int count, TimeSpan idleTimeout)
    {
        for (; _count < count; _count++)
            _tokens[_count] = await CreateAsync(idleTimeout);
    }

    /// <summary>Sessions that nobody will ask for again.</summary>
    public async Task AddAsync(int count, TimeSpan idleTimeout)
    {
        for (int i = 0; i < count; i++)
            await CreateAsync(idleTimeout);
    }

    /// <summary>Nanoseconds to find one: the best round, since whatever else the machine does only adds to it.</summary>
    public async Task<double> MeasureFindAsync()
    {
        double best = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            (SessionId Id, SecretHash Hash)[] asked = [.. Sample()];
            long started = Stopwatch.GetTimestamp();
            foreach ((SessionId id, SecretHash hash) in asked)
                await FindAsync(id, hash);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalNanoseconds / asked.Length);
        }

        return best;
    }

    /// <summary>Their users sign out.</summary>
    public async Task EndAllAsync()
    {
        foreach (SessionToken token in _tokens.Take(_count))
            await _ending.EndAsync(token.Id, SessionEndReason.SignedOut);
    }

    public static string UserName(int number) => number.ToString("D8", CultureInfo.InvariantCulture);

    private async ValueTask FindAsync(SessionId id, SecretHash hash)
    {
        if ((await _store.FindAsync(id, hash, FindMode.Active, CancellationToken.None)).Status != FindStatus.Current)
            throw new InvalidOperationException("A session is gone.");
    }

    // Tokens are random and stand in no order: every stride through them is as good as a random one.
    private IEnumerable<(SessionId Id, SecretHash Hash)> Sample()
    {
        int stride = Math.Max(1, _count / FindsEach);
        return Enumerable.Range(0, FindsEach).Select(i => _tokens[(long)i * stride % _count]).Select(
            token => (token.Id, _cipher.Hash(token.Secret)));
    }

    private async ValueTask<SessionToken> CreateAsync(TimeSpan idleTimeout)
    {
        var token = SessionToken.Create();
        string user = UserName(_count);
        var empty =
            new SessionPayload { UserId = user, Authentication = Authentication, Clients = Clients, Values = SessionPayload.Empty.Values };
        SessionPayload payload = empty with { Ticket = new byte[PayloadSize - SessionPayloadCodec.SizeOf(empty)] };
        SessionStart start = await _creation.BeginAsync(token, payload, await _creation.GetTimeAsync(), idleTimeout, TimeSpan.FromHours(8));
        await _creation.CreateAsync(start, payload);
        return token;
    }
}
