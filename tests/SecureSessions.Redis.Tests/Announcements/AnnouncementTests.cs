using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>What one node ends, the subscribers of the others hear of.</summary>
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
    public async Task An_end_is_heard_on_another_node_within_a_second()
    {
        using IDisposable subscription = await SubscribeAsync(_heard);
        for (int i = 0; i < 20; i++)
        {
            NewSession session = await NewSessions.CreateAsync();
            await EndAsync(session.Id);
            await _heard.WaitForAsync(session.Id, Second);
        }
    }

    [Fact]
    public async Task Whoever_listens_no_longer_hears_nothing()
    {
        using IDisposable subscription = await SubscribeAsync(_heard);
        var gone = new Listener();
        (await SubscribeAsync(gone)).Dispose();
        NewSession session = await NewSessions.CreateAsync();

        await EndAsync(session.Id);
        await _heard.WaitForAsync(session.Id, Second);

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

        await _heard.WaitForAsync(session.Id, Second);
        await last.WaitForAsync(session.Id, Second);
    }

    [Fact]
    public async Task Only_an_end_is_announced()
    {
        using IDisposable subscription = await SubscribeAsync(_heard);
        NewSession expired = await NewSessions.CreateAsync(idle: TimeSpan.FromMilliseconds(500));
        NewSession ended = await NewSessions.CreateAsync();
        await EndAsync(ended.Id);
        await EndAsync(ended.Id);
        await EndAsync(RandomValues.Id());
        await _here.WaitAsync(Second);
        await EndAsync(expired.Id);

        NewSession last = await NewSessions.CreateAsync();
        await EndAsync(last.Id);
        await _heard.WaitForAsync(last.Id, Second);

        Assert.Equal([ended.Id, last.Id], _heard.Ids);
    }

    private NewSessions NewSessions => new(_here.Store, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));

    private ValueTask<EndResult> EndAsync(SessionId id) => _here.Store.EndAsync(id, SessionEndReason.Revoked, null, CancellationToken.None);

    // The first word is that everything has to be looked at: from then on nothing is missed. Whoever comes later listens along.
    private async Task<IDisposable> SubscribeAsync(Listener listener)
    {
        bool isFirst = !_listens;
        _listens = true;
        IDisposable subscription = _there.Announcements.Subscribe(listener.Hear);
        if (isFirst)
            await listener.WaitForAlarmAsync(1, TimeSpan.FromSeconds(5));
        return subscription;
    }
}
