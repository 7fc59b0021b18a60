using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Stores;

public sealed partial class DistributedCacheSessionStoreTests
{
    [Fact]
    [Trait("Requirement", "TM-1")]
    public async Task A_session_made_on_one_node_is_read_ended_and_refused_on_another()
    {
        NewSession session = await _sessions.CreateAsync();

        SessionRecord record = (await FindAsync(_otherNode, session)).Record!;
        Assert.Equal(session.Payload, record.Payload);
        Assert.Equal(EndStatus.Ended, (await EndAsync(_otherNode, session.Id)).Status);

        Assert.Equal(FindStatus.Ended, (await FindAsync(_store, session)).Status);
        Assert.Equal(ReplaceStatus.Gone, await ReplaceAsync(_store, session));
    }

    [Fact]
    public async Task A_renewal_on_one_node_is_pending_and_confirmed_on_another()
    {
        NewSession session = await _sessions.CreateAsync();
        var renewal = SecretChange.Renewal(RandomValues.Hash(), RandomValues.Bytes(60), TimeSpan.FromSeconds(30));
        await ReplaceAsync(_store, session, secret: renewal);

        FindResult pending = await FindAsync(_otherNode, session);
        Assert.Equal(FindStatus.Pending, pending.Status);
        Assert.Equal(renewal.Successor, pending.Record!.Successor);
        Assert.Equal(FindStatus.Current, (await FindAsync(_otherNode, session, renewal.Hash)).Status);
        Assert.Equal(FindStatus.Grace, (await FindAsync(_store, session)).Status);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(FindStatus.Spent, (await FindAsync(_store, session)).Status);
    }

    /// <summary>What the docs say of several nodes, so that they do not promise more, nor frighten with less.</summary>
    [Fact]
    public async Task A_write_that_races_with_an_end_on_another_node_brings_the_session_back()
    {
        NewSession session = await _sessions.CreateAsync();
        _cache.Before = (call, _) => call == "set" ? EndFirstAsync(session) : Task.CompletedTask;

        Assert.Equal(ReplaceStatus.Replaced, await ReplaceAsync(_store, session));

        Assert.Equal(FindStatus.Current, (await FindAsync(_store, session)).Status);
    }

    [Fact]
    public async Task Of_two_renewals_on_two_nodes_at_once_the_losers_secret_is_refused()
    {
        NewSession session = await _sessions.CreateAsync();
        var loser = SecretChange.Renewal(RandomValues.Hash(), RandomValues.Bytes(60), TimeSpan.FromSeconds(30));
        var winner = SecretChange.Renewal(RandomValues.Hash(), RandomValues.Bytes(60), TimeSpan.FromSeconds(30));
        _cache.Before = async (call, _) =>
        {
            _cache.Before = call == "set" ? null : _cache.Before;
            if (call == "set")
                Assert.Equal(ReplaceStatus.Replaced, await ReplaceAsync(_otherNode, session, secret: loser));
        };

        Assert.Equal(ReplaceStatus.Replaced, await ReplaceAsync(_store, session, secret: winner));

        Assert.Equal(FindStatus.WrongSecret, (await FindAsync(_otherNode, session, loser.Hash)).Status);
        Assert.Equal(FindStatus.Current, (await FindAsync(_otherNode, session, winner.Hash)).Status);
    }

    private async Task EndFirstAsync(NewSession session)
    {
        _cache.Before = null;
        Assert.Equal(EndStatus.Ended, (await EndAsync(_otherNode, session.Id)).Status);
    }
}
