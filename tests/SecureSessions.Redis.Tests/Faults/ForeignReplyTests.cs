using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>A reply to another call is not believed, whatever it says.</summary>
[Collection(SharedServer.Name)]
public sealed class ForeignReplyTests(SharedServer shared)
{
    [Fact]
    public async Task Two_calls_that_get_each_others_replies_fail_and_each_is_logged_once()
    {
        await using var relay = new TcpRelay(shared.Server.Port);
        using RedisPorts ports = await RedisPorts.OpenAsync(relay.Configuration);
        NewSession session = await new NewSessions(ports.Store, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)).CreateAsync();
        Func<Task> find = async () =>
            Assert.Equal(FindStatus.Current, (await ports.Gateway.FindAsync(session.Id, session.Hash, FindMode.Active)).Status);
        Func<Task> mark = async () =>
            Assert.Equal(MarkStatus.Absent, await ports.Gateway.MarkAsync(RandomValues.Id(), reauthenticate: false));
        await find();
        await mark();
        relay.SwapReplies();

        // Both would be believed, if they only looked like the right ones.
        Task<SecureSessionStoreException>[] failures =
            [Assert.ThrowsAsync<SecureSessionStoreException>(find), Assert.ThrowsAsync<SecureSessionStoreException>(mark)];

        foreach (SecureSessionStoreException failure in await Task.WhenAll(failures))
            Assert.Equal("A call to Redis got the reply to another call; whether the call was carried out is unknown.", failure.Message);
        Assert.Equal(2, ports.Logs.Of("session_store_fail").Count);
        await find();
        await mark();
    }
}
