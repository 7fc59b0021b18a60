using System.Globalization;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests.Docs;

/// <summary>The keys, their types and their times to live are those of the operators' page.</summary>
[Collection(SharedServer.Name)]
public sealed class TimeToLiveTests(SharedServer shared) : IAsyncLifetime
{
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan AbsoluteTimeout = TimeSpan.FromHours(8);
    private static readonly TimeSpan Retention = SecureSessionDefaults.TombstoneRetention;

    private readonly string _prefix = RedisPorts.NewPrefix();
    private RedisPorts? _ports;

    public async Task InitializeAsync() => _ports = await RedisPorts.OpenAsync(shared.Server.Configuration, _prefix);

    public Task DisposeAsync()
    {
        _ports?.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    [Trait("Requirement", "ST-8")]
    public async Task Every_key_has_the_time_to_live_that_the_page_says()
    {
        NewSession session = await SignInAsync();
        await AssertKeyAsync($"s:{session.Id}", "hash", IdleTimeout + Retention);
        await AssertKeyAsync("u:ada", "zset", AbsoluteTimeout + Retention + SecureSessionDefaults.ReservationPeriod);
        await AssertKeyAsync($"q:{FirstByte(session.Id) % 16}", "zset", AbsoluteTimeout + Retention + SecureSessionDefaults.ReservationPeriod);

        await _ports!.Store.EndAsync(session.Id, SessionEndReason.SignedOut, null, CancellationToken.None);
        await AssertKeyAsync($"s:{session.Id}", "hash", AbsoluteTimeout + Retention);
        var ended = new EndedSession(session.Id, session.CreatedAt, session.CreatedAt, session.CreatedAt, SessionEndReason.SignedOut);
        await _ports.Index.RemoveAsync("ada", session.Id, ended, CancellationToken.None);
        await AssertKeyAsync("h:ada", "zset", SecureSessionDefaults.HistoryRetention);
        Assert.Equal("none", await shared.Server.ExecuteAsync("TYPE", _prefix + "u:ada"));
    }

    private async Task<NewSession> SignInAsync()
    {
        NewSession session = await new NewSessions(_ports!.Store, IdleTimeout, AbsoluteTimeout).CreateAsync("ada");
        var reservation = new SessionReservation(session.Id, "ada", session.CreatedAt, session.CreatedAt + IdleTimeout, session.AbsoluteExpiresAt);
        await _ports.Index.ReserveAsync(reservation, null, CancellationToken.None);
        return session;
    }

    private static byte FirstByte(SessionId id)
    {
        byte[] bytes = new byte[SessionId.Size];
        id.CopyTo(bytes);
        return bytes[0];
    }

    private async Task AssertKeyAsync(string key, string type, TimeSpan timeToLive)
    {
        Assert.Equal(type, await shared.Server.ExecuteAsync("TYPE", _prefix + key));
        var left = TimeSpan.FromMilliseconds(long.Parse(await shared.Server.ExecuteAsync("PTTL", _prefix + key), CultureInfo.InvariantCulture));
        Assert.InRange(left, timeToLive - TimeSpan.FromSeconds(20), timeToLive);
    }
}
