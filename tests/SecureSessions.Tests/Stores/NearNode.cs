using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using SecureSessions.Tests.Live;
using Xunit;

namespace SecureSessions.Tests.Stores;

/// <summary>
/// A node with a near cache, on a clock that is moved by hand, with announcements that a test makes and a store that others change too.
/// </summary>
internal sealed class NearNode : IAsyncDisposable
{
    public static readonly TimeSpan NearCacheFor = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(20);
    public static readonly TimeSpan Absolute = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly SessionHost _host;

    private NearNode(SessionHost host, FakeAnnouncements announcements)
    {
        _host = host;
        Announcements = announcements;
    }

    public FakeAnnouncements Announcements { get; }

    public ManualTimeProvider Clock => _host.Clock;

    public FaultyStore Store => _host.Store;

    public SessionHost Host => _host;

    /// <summary>The store as the other nodes use it.</summary>
    public ISecureSessionStore Elsewhere => Store.Inner;

    /// <summary>The way that requests of this node take to the store.</summary>
    public StoreGateway Gateway => _host.Services.GetRequiredService<StoreGateway>();

    public static async Task<NearNode> StartAsync(Action<SecureSessionOptions>? configure = null, Script? script = null)
    {
        var announcements = new FakeAnnouncements();
        return new NearNode(
            await SessionHost.StartAsync(new SessionHostSettings
            {
                Configure = options =>
                {
                    options.NearCacheFor = NearCacheFor;
                    configure?.Invoke(options);
                },
                ConfigureServices = services => services.AddSingleton<ISecureSessionAnnouncements>(announcements),
                Map = app => script?.MapCommands(app),
            }),
            announcements);
    }

    public Task<NewSession> CreateAsync(TimeSpan? idle = null) => new NewSessions(Elsewhere, Idle, Absolute).CreateAsync(idle: idle);

    /// <summary>Looks a session up as a request of this node does. Returns what was found, and whether the store was asked.</summary>
    public async Task<(FindResult Found, bool IsAsked)> FindAsync(
        NewSession session, FindMode mode = FindMode.Active, SecretHash? hash = null)
    {
        int before = Finds;
        FindResult found = await Gateway.FindAsync(session.Id, hash ?? session.Hash, mode);
        return (found, Finds > before);
    }

    /// <summary>Whether the store is asked for a session that it finds alive, under this secret.</summary>
    public async Task<bool> AsksAsync(NewSession session, FindMode mode = FindMode.Active)
    {
        (FindResult found, bool asked) = await FindAsync(session, mode);
        Assert.Equal(FindStatus.Current, found.Status);
        return asked;
    }

    /// <summary>Lets this node remember a session.</summary>
    public async Task<NewSession> RememberAsync(TimeSpan? idle = null, FindMode mode = FindMode.Active)
    {
        NewSession session = await CreateAsync(idle);
        Assert.True(await AsksAsync(session, mode));
        Assert.False(await AsksAsync(session, FindMode.Passive));
        return session;
    }

    public static SessionReplacement Replacement(NewSession session, SecretChange? secret = null, long version = 1) => new()
    {
        Id = session.Id,
        ExpectedVersion = version,
        Payload = RandomValues.Payload(40),
        Secret = secret,
    };

    /// <summary>Writes as another node does.</summary>
    public async Task ReplaceElsewhereAsync(NewSession session, SecretChange? secret = null) => Assert.Equal(
        ReplaceStatus.Replaced, await Elsewhere.ReplaceAsync(Replacement(session, secret), CancellationToken.None));

    public async Task EndElsewhereAsync(SessionId id) =>
        Assert.Equal(EndStatus.Ended, (await Elsewhere.EndAsync(id, SessionEndReason.Revoked, null, CancellationToken.None)).Status);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private int Finds => Store.Calls.Count(static call => call == StoreOperation.Find);
}
