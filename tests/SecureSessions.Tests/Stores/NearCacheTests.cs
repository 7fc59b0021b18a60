using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;
using static SecureSessions.Tests.Stores.NearNode;

namespace SecureSessions.Tests.Stores;

/// <summary>A node uses an answer of the store again only while nothing tells against it, and never past a deadline.</summary>
public sealed class NearCacheTests : IAsyncLifetime
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private NearNode _node = null!;

    // No renewal comes in between.
    public async Task InitializeAsync() => _node = await StartAsync(static options => options.RenewalInterval = TimeSpan.FromDays(1));

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task A_session_is_asked_for_again_when_the_time_is_over_however_often_it_was_used()
    {
        NewSession session = await _node.RememberAsync();

        _node.Clock.Advance(NearCacheFor / 2);
        Assert.False(await _node.AsksAsync(session));
        _node.Clock.Advance((NearCacheFor / 2) - Moment);
        Assert.False(await _node.AsksAsync(session));
        _node.Clock.Advance(Moment);

        Assert.True(await _node.AsksAsync(session));
        Assert.False(await _node.AsksAsync(session));
    }

    [Fact]
    public async Task A_node_without_the_option_asks_each_time_and_does_not_listen()
    {
        await using NearNode plain = await StartAsync(static options => options.NearCacheFor = null);
        NewSession session = await plain.CreateAsync();

        Assert.True(await plain.AsksAsync(session));
        Assert.True(await plain.AsksAsync(session));
        Assert.Equal(0, plain.Announcements.Listeners);
        Assert.Equal(1, _node.Announcements.Listeners);
    }

    [Fact]
    public async Task A_hit_has_the_record_and_the_time_that_the_store_would_answer_with()
    {
        NewSession session = await _node.CreateAsync();
        (FindResult first, _) = await _node.FindAsync(session);
        _node.Clock.Advance(NearCacheFor / 2);

        (FindResult hit, bool asked) = await _node.FindAsync(session);

        Assert.False(asked);
        Assert.Same(first.Record, hit.Record);
        Assert.Equal(first.Now + (NearCacheFor / 2), hit.Now);
    }

    [Fact]
    [Trait("Requirement", "TM-1")]
    public async Task An_announced_session_is_asked_for_at_once()
    {
        NewSession session = await _node.RememberAsync();
        await _node.EndElsewhereAsync(session.Id);
        Assert.Equal(FindStatus.Current, (await _node.FindAsync(session)).Found.Status);

        _node.Announcements.Announce(session.Id);

        Assert.Equal(FindStatus.Ended, (await _node.FindAsync(session)).Found.Status);
    }

    [Fact]
    public async Task After_announcements_may_have_been_missed_every_session_is_asked_for()
    {
        NewSession[] sessions = [await _node.RememberAsync(), await _node.RememberAsync(), await _node.RememberAsync()];

        _node.Announcements.Alarm();

        foreach (NewSession session in sessions)
            Assert.True(await _node.AsksAsync(session));
    }

    [Fact]
    public async Task While_the_node_does_not_listen_nothing_is_used_and_nothing_is_added()
    {
        NewSession known = await _node.RememberAsync();
        NewSession other = await _node.CreateAsync();

        _node.Announcements.IsListening = false;
        Assert.True(await _node.AsksAsync(known));
        Assert.True(await _node.AsksAsync(known));
        Assert.True(await _node.AsksAsync(other));
        _node.Announcements.Alarm();
        _node.Announcements.IsListening = true;

        Assert.True(await _node.AsksAsync(known));
        Assert.True(await _node.AsksAsync(other));
        Assert.False(await _node.AsksAsync(known));
        Assert.False(await _node.AsksAsync(other));
    }

    [Fact]
    public async Task What_was_asked_for_while_the_node_did_not_listen_is_not_added_when_it_listens_again()
    {
        NewSession session = await _node.CreateAsync();
        _node.Announcements.IsListening = false;
        _node.Store.Before = _ =>
        {
            _node.Announcements.IsListening = true;
            return Task.CompletedTask;
        };

        Assert.True(await _node.AsksAsync(session));

        Assert.True(await _node.AsksAsync(session));
    }

    [Theory]
    [Trait("Requirement", "TM-1")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_was_under_way_when_the_session_was_announced_is_not_added(bool alarm)
    {
        NewSession session = await _node.CreateAsync();
        Task ended = Task.CompletedTask;
        _node.Store.Damage = found =>
        {
            // The store has answered, and the answer has not arrived yet.
            _node.Store.Damage = null;
            ended = _node.EndElsewhereAsync(session.Id);
            if (alarm)
                _node.Announcements.Alarm();
            else
                _node.Announcements.Announce(session.Id);
            return found;
        };

        Assert.Equal(FindStatus.Current, (await _node.FindAsync(session)).Found.Status);
        await ended;

        Assert.Equal(FindStatus.Ended, (await _node.FindAsync(session)).Found.Status);
    }

    [Theory]
    [InlineData("value")]
    [InlineData("renewal")]
    [InlineData("mark")]
    [InlineData("conflict")]
    public async Task What_this_node_writes_makes_it_ask(string write)
    {
        NewSession session = await _node.RememberAsync();

        await WriteHereAsync(session, write);

        Assert.True((await _node.FindAsync(session)).IsAsked);
    }

    [Theory]
    [Trait("Requirement", "RG-1")]
    [InlineData("regeneration", FindStatus.Spent)]
    [InlineData("end", FindStatus.Ended)]
    public async Task What_this_node_ends_or_regenerates_it_refuses_at_once(string write, FindStatus status)
    {
        NewSession session = await _node.RememberAsync();

        await WriteHereAsync(session, write);

        Assert.Equal(status, (await _node.FindAsync(session)).Found.Status);
    }

    [Fact]
    public async Task A_write_whose_outcome_is_not_known_makes_the_node_ask()
    {
        NewSession session = await _node.RememberAsync();
        _node.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Replace);

        await Assert.ThrowsAsync<SecureSessionStoreException>(() => WriteHereAsync(session, "value"));

        Assert.True(await _node.AsksAsync(session));
    }

    [Fact]
    public async Task An_answer_that_was_under_way_during_a_write_of_this_node_is_not_added()
    {
        NewSession session = await _node.CreateAsync();
        _node.Store.Before = async operation =>
        {
            if (operation != StoreOperation.Find)
                return;

            _node.Store.Before = null;
            await WriteHereAsync(session, "value");
        };

        Assert.True(await _node.AsksAsync(session));

        Assert.True(await _node.AsksAsync(session));
    }

    [Fact]
    [Trait("Requirement", "ST-2")]
    public async Task Another_secret_goes_to_the_store_and_does_not_displace_the_right_one()
    {
        NewSession session = await _node.RememberAsync();
        SecretHash guessed = RandomValues.Hash();

        Assert.Equal((FindStatus.WrongSecret, true), StatusOf(await _node.FindAsync(session, hash: guessed)));
        Assert.Equal((FindStatus.WrongSecret, true), StatusOf(await _node.FindAsync(session, hash: guessed)));

        Assert.False(await _node.AsksAsync(session));
    }

    [Fact]
    public async Task Of_a_renewed_session_only_the_current_secret_is_remembered()
    {
        NewSession session = await _node.CreateAsync();
        SecretHash renewed = RandomValues.Hash();
        await _node.ReplaceElsewhereAsync(session, SecretChange.Renewal(renewed, RandomValues.Bytes(60), Grace));

        await AssertAskedTwiceAsync(session, session.Hash, FindStatus.Pending);
        Assert.Equal((FindStatus.Current, true), StatusOf(await _node.FindAsync(session, hash: renewed)));
        Assert.Equal((FindStatus.Current, false), StatusOf(await _node.FindAsync(session, hash: renewed)));
        await AssertAskedTwiceAsync(session, session.Hash, FindStatus.Grace);
        _node.Clock.Advance(Grace);
        await AssertAskedTwiceAsync(session, session.Hash, FindStatus.Spent);
    }

    [Fact]
    [Trait("Requirement", "TO-5")]
    public async Task A_renewed_secret_is_accepted_from_memory_only_within_its_grace()
    {
        await using NearNode node = await StartAsync(static options => options.RenewalGrace = NearCacheFor);
        NewSession session = await node.RememberAsync();
        SecretHash renewed = RandomValues.Hash();
        await node.ReplaceElsewhereAsync(session, SecretChange.Renewal(renewed, RandomValues.Bytes(60), NearCacheFor));
        await node.Elsewhere.FindAsync(session.Id, renewed, FindMode.Active, CancellationToken.None);

        node.Clock.Advance(NearCacheFor - Moment);
        Assert.Equal((FindStatus.Current, false), StatusOf(await node.FindAsync(session)));
        node.Clock.Advance(Moment);

        Assert.Equal((FindStatus.Spent, true), StatusOf(await node.FindAsync(session)));
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task A_regenerated_secret_is_refused_when_the_time_is_over_although_nothing_was_announced()
    {
        NewSession session = await _node.RememberAsync();
        await _node.ReplaceElsewhereAsync(session, SecretChange.Regeneration(RandomValues.Hash()));

        _node.Clock.Advance(NearCacheFor - Moment);
        Assert.Equal(FindStatus.Current, (await _node.FindAsync(session)).Found.Status);
        _node.Clock.Advance(Moment);

        Assert.Equal(FindStatus.Spent, (await _node.FindAsync(session)).Found.Status);
    }

    [Fact]
    public async Task Ended_and_unknown_sessions_are_asked_for_each_time()
    {
        NewSession ended = await _node.CreateAsync();
        await _node.EndElsewhereAsync(ended.Id);
        NewSession unknown = await new NewSessions(_node.Elsewhere, Idle, Absolute).BuildAsync();

        await AssertAskedTwiceAsync(ended, ended.Hash, FindStatus.Ended);
        await AssertAskedTwiceAsync(unknown, unknown.Hash, FindStatus.Unknown);
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task A_session_whose_privileges_were_changed_elsewhere_is_asked_for_each_time()
    {
        NewSession session = await _node.RememberAsync();
        await _node.Elsewhere.MarkAsync(session.Id, reauthenticate: false, CancellationToken.None);
        _node.Announcements.Announce(session.Id);

        Assert.True(await _node.AsksAsync(session));
        Assert.True(await _node.AsksAsync(session));
        Assert.Equal(1, (await _node.FindAsync(session)).Found.Record!.RefreshMark);
    }

    [Fact]
    public async Task A_request_that_reads_again_asks()
    {
        NewSession session = await _node.RememberAsync();

        Assert.True(await _node.AsksAsync(session, FindMode.Reread));
        Assert.False(await _node.AsksAsync(session));
    }

    [Fact]
    [Trait("Requirement", "TO-7")]
    public async Task What_a_poll_has_found_serves_polls_only()
    {
        NewSession session = await _node.RememberAsync(mode: FindMode.Passive);

        Assert.True(await _node.AsksAsync(session));

        Assert.False(await _node.AsksAsync(session));
        Assert.False(await _node.AsksAsync(session, FindMode.Passive));
    }

    [Fact]
    [Trait("Requirement", "TO-1")]
    public async Task At_the_absolute_deadline_the_session_ends()
    {
        NewSession session = await _node.CreateAsync();
        _node.Clock.Advance(Idle - Moment);
        await _node.AsksAsync(session);
        _node.Clock.Advance(Absolute - Idle);
        await _node.AsksAsync(session);

        Assert.False(await _node.AsksAsync(session));
        _node.Clock.Advance(Moment);

        Assert.Equal((FindStatus.Ended, true), StatusOf(await _node.FindAsync(session)));
    }

    [Fact]
    [Trait("Requirement", "TO-1")]
    public async Task At_the_idle_deadline_a_session_that_is_only_polled_ends()
    {
        NewSession session = await _node.CreateAsync();
        _node.Clock.Advance(Idle - Moment);
        await _node.AsksAsync(session, FindMode.Passive);

        Assert.False(await _node.AsksAsync(session, FindMode.Passive));
        _node.Clock.Advance(Moment);

        Assert.Equal((FindStatus.Ended, true), StatusOf(await _node.FindAsync(session, FindMode.Passive)));
    }

    [Fact]
    [Trait("Requirement", "TO-1")]
    public async Task Activity_reaches_the_store_late_by_no_more_than_the_time_so_that_a_session_ends_early_and_never_late()
    {
        NewSession session = await _node.CreateAsync();
        for (int i = 0; i < 100; i++)
        {
            await _node.FindAsync(session);
            TimeSpan left = (await _node.Elsewhere.PeekAsync(session.Id, CancellationToken.None))!.ExpiresAt
                - await _node.Elsewhere.GetTimeAsync(CancellationToken.None);
            Assert.InRange(left, Idle - NearCacheFor, Idle);
            _node.Clock.Advance(NearCacheFor / 7);
        }
    }

    [Fact]
    [Trait("Requirement", "TO-1")]
    public async Task A_session_with_a_short_idle_timeout_stays_alive_while_it_is_used()
    {
        TimeSpan idle = TimeSpan.FromSeconds(1);
        NewSession session = await _node.CreateAsync(idle);
        for (int i = 0; i < 200; i++)
        {
            await _node.AsksAsync(session);
            _node.Clock.Advance(idle * 0.85);
        }

        await _node.AsksAsync(session);
        _node.Clock.Advance((idle / NearCache.PartOfIdleTimeout) - Moment);
        Assert.False(await _node.AsksAsync(session));
        _node.Clock.Advance(Moment);
        Assert.True(await _node.AsksAsync(session));
    }

    [Fact]
    public async Task A_session_whose_renewal_is_due_is_asked_for_each_time()
    {
        await using NearNode node = await StartAsync(static options => options.RenewalInterval = TimeSpan.FromMinutes(10));
        NewSession session = await node.CreateAsync();
        node.Clock.Advance(TimeSpan.FromMinutes(10) - Moment);
        await node.AsksAsync(session);

        Assert.False(await node.AsksAsync(session));
        node.Clock.Advance(Moment);

        Assert.True(await node.AsksAsync(session));
        Assert.True(await node.AsksAsync(session));
    }

    private static (FindStatus Status, bool IsAsked) StatusOf((FindResult Found, bool IsAsked) found) =>
        (found.Found.Status, found.IsAsked);

    private async Task AssertAskedTwiceAsync(NewSession session, SecretHash hash, FindStatus status)
    {
        Assert.Equal((status, true), StatusOf(await _node.FindAsync(session, hash: hash)));
        Assert.Equal((status, true), StatusOf(await _node.FindAsync(session, hash: hash)));
    }

    private async Task WriteHereAsync(NewSession session, string write)
    {
        StoreGateway gateway = _node.Gateway;
        switch (write)
        {
            case "value": await gateway.ReplaceAsync(Replacement(session)); break;
            case "conflict": await gateway.ReplaceAsync(Replacement(session, version: 7)); break;
            case "renewal":
                await gateway.ReplaceAsync(
                    Replacement(session, SecretChange.Renewal(RandomValues.Hash(), RandomValues.Bytes(60), Grace)));
                break;
            case "regeneration":
                await gateway.ReplaceAsync(Replacement(session, SecretChange.Regeneration(RandomValues.Hash())));
                break;
            case "mark": await gateway.MarkAsync(session.Id, reauthenticate: false); break;
            case "end": await gateway.EndAsync(session.Id, SessionEndReason.Revoked); break;
            default: throw new ArgumentException($"Unknown write {write}.", nameof(write));
        }
    }
}
