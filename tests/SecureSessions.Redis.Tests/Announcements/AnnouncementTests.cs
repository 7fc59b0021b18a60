using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>What one node ends or changes the privileges of, the subscribers of the others hear of.</summary>
public abstract class AnnouncementTests(string configuration) : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly string _prefix = RedisPorts.NewPrefix();
    private readonly Listener _heard = new();
    private RedisPorts _here = null!;
    private RedisPorts _there = null!;
    private bool _listens;

    public async Task InitializeAsync()
    {
        _here = await RedisPorts.OpenAsync(configuration, _prefix);
        _there = await RedisPorts.OpenAsync(configuration, _prefix);
    }

    public Task DisposeAsync()
    {
        _here.Dispose();
        _there.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task An_end_is_heard_on_another_node()
    {
        using IDisposable subscription = await SubscribeAsync(_heard);
        for (int i = 0; i < 20; i++)
        {
            NewSession session = await NewSessions.CreateAsync();
            await EndAsync(session.Id);
            await _heard.WaitForAsync(session.Id);
        }
    }

    [Fact]
    public async Task Whoever_listens_knows_it_when_the_subscription_is_confirmed_and_has_an_alarm_before()
    {
        Assert.False(_there.Announcements.IsListening);
        using IDisposable subscription = await SubscribeAsync(_heard);

        await Poll.UntilAsync(() => _there.Announcements.IsListening, "it is known that announcements are heard");

        Assert.InRange(_heard.Alarms, 2, int.MaxValue);
        Assert.False(_here.Announcements.IsListening);
    }

    [Fact]
    public async Task Whoever_listens_no_longer_hears_nothing()
    {
        using IDisposable subscription = await SubscribeAsync(_heard);
        var gone = new Listener();
        (await SubscribeAsync(gone)).Dispose();
        NewSession session = await NewSessions.CreateAsync();

        await EndAsync(session.Id);
        await _heard.WaitForAsync(session.Id);

        Assert.DoesNotContain(session.Id, gone.Ids);
    }

    [Fact]
    public async Task A_listener_that_throws_keeps_nothing_from_the_others()
    {
        var last = new Listener();
        using IDisposable first = await SubscribeAsync(_heard);
        using IDisposable bad = _there.Announcements.Subscribe(static _ => throw new InvalidOperationException("A listener throws."));
        using IDisposable subscription = await SubscribeAsync(last);
        NewSession session = await NewSessions.CreateAsync();

        await EndAsync(session.Id);

        await _heard.WaitForAsync(session.Id);
        await last.WaitForAsync(session.Id);
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task A_regeneration_and_a_mark_are_heard_and_a_write_and_a_renewal_are_not()
    {
        using IDisposable subscription = await SubscribeAsync(_heard);
        NewSession marked = await NewSessions.CreateAsync();
        NewSession regenerated = await NewSessions.CreateAsync();

        await ReplaceAsync(marked, secret: null);
        await ReplaceAsync(marked, SecretChange.Renewal(RandomValues.Hash(), RandomValues.Bytes(60), Second), version: 2);
        await _here.Store.MarkAsync(marked.Id, reauthenticate: false, CancellationToken.None);
        await _heard.WaitForAsync(marked.Id);
        await ReplaceAsync(regenerated, SecretChange.Regeneration(RandomValues.Hash()));
        await _heard.WaitForAsync(regenerated.Id);

        Assert.Equal([marked.Id, regenerated.Id], _heard.Ids);
    }

    [Fact]
    public async Task Of_ends_each_is_announced_once_and_a_timeout_is_not()
    {
        using IDisposable subscription = await SubscribeAsync(_heard);
        NewSession expired = await NewSessions.CreateAsync(idle: TimeSpan.FromMilliseconds(500));
        NewSession ended = await NewSessions.CreateAsync();
        await EndAsync(ended.Id);
        await EndAsync(ended.Id);
        await _heard.WaitForAsync(ended.Id);
        await EndAsync(RandomValues.Id());
        await _here.WaitAsync(Second);
        await EndAsync(expired.Id);

        NewSession last = await NewSessions.CreateAsync();
        await EndAsync(last.Id);
        await _heard.WaitForAsync(last.Id);

        Assert.Equal([ended.Id, last.Id], _heard.Ids);
    }

    private NewSessions NewSessions => new(_here.Store, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));

    private ValueTask<EndResult> EndAsync(SessionId id) => _here.Store.EndAsync(id, SessionEndReason.Revoked, null, CancellationToken.None);

    private async Task ReplaceAsync(NewSession session, SecretChange? secret, long version = 1)
    {
        var replacement = new SessionReplacement
        {
            Id = session.Id,
            ExpectedVersion = version,
            Payload = RandomValues.Payload(40),
            Secret = secret,
        };
        Assert.Equal(ReplaceStatus.Replaced, await _here.Store.ReplaceAsync(replacement, CancellationToken.None));
    }

    // The first word is that everything has to be looked at: from then on nothing is missed. Whoever comes later listens along.
    private async Task<IDisposable> SubscribeAsync(Listener listener)
    {
        bool isFirst = !_listens;
        _listens = true;
        IDisposable subscription = _there.Announcements.Subscribe(listener.Hear);
        if (isFirst)
            await listener.WaitForAlarmAsync(1);
        return subscription;
    }
}
