using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Benchmarks.Memory;

/// <summary>Signed-in sessions, made as a sign-in makes them: with a label for the user's list.</summary>
internal sealed class SessionCrowd(IServiceProvider services, int capacity)
{
    public const int PayloadSize = 200;

    private const string Key = "rest";
    private const int FindsEach = 20_000;

    private static readonly TimeSpan AbsoluteTimeout = TimeSpan.FromDays(30);

    // As long as most are.
    private static readonly SessionAuthentication Authentication = new(DateTimeOffset.UnixEpoch, ["pwd"], null);
    private static readonly SessionClient[] Clients = [new("Firefox on Linux", "203.0.113.0/24")];

    private readonly SessionCreation _creation = services.GetRequiredService<SessionCreation>();
    private readonly SessionEnding _ending = services.GetRequiredService<SessionEnding>();
    private readonly SessionCipher _cipher = services.GetRequiredService<SessionCipher>();
    private readonly ISecureSessionStore _store = services.GetRequiredService<ISecureSessionStore>();

    // Kept here and allocated at once, so that they count for nothing in the store's size.
    private readonly SessionToken[] _tokens = new SessionToken[capacity];

    /// <summary>How many there are, of those that are asked for again.</summary>
    public int Count { get; private set; }

    public async Task GrowToAsync(int count, TimeSpan idleTimeout)
    {
        for (; Count < count; Count++)
            _tokens[Count] = await CreateAsync(Count, idleTimeout);
    }

    /// <summary>Lets many callers create sessions at once, until there are as many, or the time is up.</summary>
    public async Task GrowToAsync(int count, TimeSpan idleTimeout, int callers, TimeSpan limit)
    {
        int next = Count;
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(GrowAsync)));
        Count = Math.Min(next, count);

        async Task GrowAsync()
        {
            while (Stopwatch.GetElapsedTime(started) < limit && Interlocked.Increment(ref next) - 1 is var number && number < count)
                _tokens[number] = await CreateAsync(number, idleTimeout);
        }
    }

    /// <summary>Sessions that nobody will ask for again.</summary>
    public async Task AddAsync(int count, TimeSpan idleTimeout)
    {
        for (int i = 0; i < count; i++)
            await CreateAsync(Count + i, idleTimeout);
    }

    /// <summary>Nanoseconds to find one, of many in a row.</summary>
    public async Task<double> MeasureFindAsync()
    {
        (SessionId Id, SecretHash Hash)[] asked = [.. Sample()];
        long started = Stopwatch.GetTimestamp();
        foreach ((SessionId id, SecretHash hash) in asked)
            await FindAsync(id, hash);

        return Stopwatch.GetElapsedTime(started).TotalNanoseconds / asked.Length;
    }

    /// <summary>Finds any of them, as an arriving request does.</summary>
    public ValueTask FindAnyAsync()
    {
        SessionToken token = _tokens[Random.Shared.Next(Count)];
        return FindAsync(token.Id, _cipher.Hash(token.Secret));
    }

    /// <summary>Their users sign out.</summary>
    public async Task EndAllAsync()
    {
        foreach (SessionToken token in _tokens.Take(Count))
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
        int stride = Math.Max(1, Count / FindsEach);
        return Enumerable.Range(0, FindsEach).Select(i => _tokens[(long)i * stride % Count]).Select(
            token => (token.Id, _cipher.Hash(token.Secret)));
    }

    private async ValueTask<SessionToken> CreateAsync(int number, TimeSpan idleTimeout)
    {
        var token = SessionToken.Create();
        string user = UserName(number);
        var payload =
            new SessionPayload { UserId = user, Authentication = Authentication, Clients = Clients, Values = SessionPayload.Empty.Values };
        int rest = PayloadSize - SessionPayloadCodec.SizeOf(payload) - SessionPayloadCodec.SizeOf(Key, valueLength: 0);
        payload = payload.WithValues(new Dictionary<string, ReadOnlyMemory<byte>> { [Key] = new byte[rest] });
        SessionStart start = await _creation.BeginAsync(
            token,
            payload,
            await _creation.GetTimeAsync(),
            new SessionTerms(idleTimeout, AbsoluteTimeout, SecureSessionDefaults.MaxSessionsPerUser));
        await _creation.CreateAsync(start, payload);
        return token;
    }
}
