using System.Text.RegularExpressions;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests.Docs;

/// <summary>The rights that the operators' page gives to a user of Redis are all that the store needs.</summary>
[Collection(OwnServers.Name)]
[Trait("Pace", "Alone")]
public sealed partial class LeastPrivilegeTests : IAsyncLifetime
{
    // What the client library asks for by itself when it connects, and does without.
    private static readonly string[] DeniedToTheClient = ["toplevel __Booksleeve_MasterChanged", "toplevel __Booksleeve_TieBreak", "toplevel config|get"];

    private const string Password = "long-and-random";

    private RedisServer? _server;
    private RespConnection? _admin;
    private RedisPorts? _ports;

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _admin = await RespConnection.OpenAsync(_server.Port, password: null, CancellationToken.None);
        await AskAsync("ACL SETUSER admin on >admin ~* &* +@all");
        await AskAsync("AUTH admin admin");

        await AskAsync("ACL SETUSER default off");
        await AskAsync($"ACL SETUSER sessions {RulesOnThePage()}");
        _ports = await RedisPorts.OpenAsync($"redis://sessions:{Password}@{_server.Configuration}", SecureSessionDefaults.KeyPrefix);
    }

    public async Task DisposeAsync()
    {
        _ports?.Dispose();
        if (_admin is not null)
            await _admin.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "ST-6")]
    public async Task Every_operation_of_the_store_works_and_only_the_client_library_is_denied_anything()
    {
        var heard = new TaskCompletionSource<SessionId>();
        using IDisposable subscription = _ports!.Announcements.Subscribe(ended => { if (ended is { } id) heard.TrySetResult(id); });

        NewSession session = await UseSessionAsync(_ports.Store);
        await UseIndexAsync(_ports.Index, session);
        await UseSigningKeysAsync(_ports.SigningKeys, session);
        await UseCountersAsync(_ports.Counters);

        Assert.Equal(session.Id, await heard.Task.WaitAsync(Patience.Limit));
        Assert.Equal(DeniedToTheClient, await DeniedAsync());
    }

    [Theory]
    [InlineData("GET other")]
    [InlineData("KEYS *")]
    [InlineData("FLUSHALL")]
    [InlineData("CONFIG GET *")]
    [InlineData("PUBLISH other x")]
    public async Task Nothing_else_works(string command)
    {
        await AskAsync($"AUTH sessions {Password}");

        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync(command));
        Assert.Contains("NOPERM", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<NewSession> UseSessionAsync(ISecureSessionStore store)
    {
        NewSession session = await new NewSessions(store, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)).CreateAsync();
        SecretHash renewed = RandomValues.Hash();
        await ReplaceAsync(store, session.Id, 1, SecretChange.Renewal(renewed, RandomValues.Bytes(80), TimeSpan.FromSeconds(1)));
        Assert.Equal(FindStatus.Current, (await store.FindAsync(session.Id, renewed, FindMode.Active, CancellationToken.None)).Status);
        await ReplaceAsync(store, session.Id, 2, SecretChange.Regeneration(RandomValues.Hash()));
        Assert.Equal(MarkStatus.Marked, await store.MarkAsync(session.Id, reauthenticate: false, CancellationToken.None));
        Assert.NotNull(await store.PeekAsync(session.Id, CancellationToken.None));
        Assert.Equal(FindStatus.Spent, (await store.FindAsync(session.Id, renewed, FindMode.Active, CancellationToken.None)).Status);
        Assert.True((await store.CheckHealthAsync(CancellationToken.None)).IsSound);
        Assert.Equal(EndStatus.Ended, (await store.EndAsync(session.Id, SessionEndReason.SignedOut, null, CancellationToken.None)).Status);
        return session;
    }

    private static async Task ReplaceAsync(ISecureSessionStore store, SessionId id, long version, SecretChange secret)
    {
        var replacement = new SessionReplacement
        {
            Id = id,
            ExpectedVersion = version,
            Payload = RandomValues.Payload(200),
            Secret = secret,
            Label = RandomValues.Bytes(40),
        };
        Assert.Equal(ReplaceStatus.Replaced, await store.ReplaceAsync(replacement, CancellationToken.None));
    }

    // Its first deadline has come already.
    private static async Task UseIndexAsync(ISecureSessionIndex index, NewSession session)
    {
        var reservation = new SessionReservation(
            session.Id, NewSessions.User, session.CreatedAt, session.CreatedAt.AddSeconds(-1), session.AbsoluteExpiresAt);
        await index.ReserveAsync(reservation, 5, CancellationToken.None);
        Assert.Single(await index.ListAsync(NewSessions.User, CancellationToken.None));
        SessionDeadline due = Assert.Single(await index.LeaseDueAsync(CancellationToken.None));
        await index.PostponeAsync(due, session.AbsoluteExpiresAt, CancellationToken.None);
        var ended = new EndedSession(session.Id, session.CreatedAt, session.CreatedAt, session.CreatedAt, SessionEndReason.SignedOut);
        await index.RemoveAsync(NewSessions.User, session.Id, ended, CancellationToken.None);
        Assert.Single(await index.HistoryAsync(NewSessions.User, CancellationToken.None));
        var device = new KnownDevice("Firefox on Windows", Network: null, session.CreatedAt);
        await index.RememberDeviceAsync(NewSessions.User, device, CancellationToken.None);
        Assert.Single(await index.RememberDeviceAsync(NewSessions.User, device, CancellationToken.None));
        await index.ForgetUserAsync(NewSessions.User, CancellationToken.None);
        Assert.Empty(await index.HistoryAsync(NewSessions.User, CancellationToken.None));
        await index.CompleteAsync(due, CancellationToken.None);
    }

    private static async Task UseSigningKeysAsync(ISigningKeyStore keys, NewSession session)
    {
        var key = new StoredSigningKey { Name = "681", Bytes = RandomValues.Bytes(149), ExpiresAt = session.AbsoluteExpiresAt };
        StoredSigningKey kept = await keys.GetOrAddAsync(key, CancellationToken.None);
        Assert.True(kept.Bytes.Span.SequenceEqual(key.Bytes.Span));
        Assert.True((await keys.GetOrAddAsync(key, CancellationToken.None)).Bytes.Span.SequenceEqual(key.Bytes.Span));
    }

    private static async Task UseCountersAsync(ISecureSessionCounters counters)
    {
        AttemptKeys keys = new() { Account = "anna", Method = "anna by password", Source = "anna from home", Network = "home" };
        for (int i = 0; i < 2; i++)
        {
            Assert.True((await counters.CountAsync(keys, new AttemptLimits(), CancellationToken.None)).IsCounted);
            Assert.True((await counters.CountAsync(keys, new AttemptLimits(), CancellationToken.None)).IsCounted);
            Assert.Equal(2, await counters.ForgetAsync(keys, new AttemptLimits(), CancellationToken.None));
        }
    }

    private async Task<IEnumerable<string>> DeniedAsync()
    {
        RespReply log = await _admin!.ExecuteAsync(["ACL", "LOG", "100"], CancellationToken.None);
        return log.Items!.Select(static entry => $"{entry.Items![5].Text} {entry.Items[7].Text}").Distinct().Order(StringComparer.Ordinal);
    }

    private static string RulesOnThePage() => Rules().Match(File.ReadAllText(Repository.PathTo("docs", "redis.md"))).Groups["rules"].Value;

    private async Task<string> AskAsync(string command) => (await _admin!.ExecuteAsync(command.Split(' '), CancellationToken.None)).Text;

    [GeneratedRegex("^ACL SETUSER sessions (?<rules>.+)$", RegexOptions.Multiline)]
    private static partial Regex Rules();
}
