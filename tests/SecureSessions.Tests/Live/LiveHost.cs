using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication;
using Xunit;

namespace SecureSessions.Tests.Live;

/// <summary>
/// A node with a clock that is moved by hand, announcements that a test makes, and users whose sessions other nodes can end.
/// </summary>
internal sealed class LiveHost : IAsyncDisposable
{
    private readonly Script _script = new();

    private LiveHost()
    {
    }

    public SessionHost Host { get; private set; } = null!;

    public FakeAnnouncements Announcements { get; } = new();

    public SessionId LastSignedIn { get; private set; }

    public ManualTimeProvider Clock => Host.Clock;

    public FaultyStore Store => Host.Store;

    /// <summary>How many sessions are watched.</summary>
    public int Watched => Watcher.Count;

    /// <summary>How many checks of live sessions the store has received.</summary>
    public int Checks => Store.Calls.Count(static call => call == StoreOperation.Peek);

    public static async Task<LiveHost> StartAsync(
        Action<WebApplication>? map = null,
        Action<IServiceCollection>? services = null,
        ServerKind kind = ServerKind.TestServer,
        Action<SecureSessionOptions>? configure = null)
    {
        var live = new LiveHost();
        live.Host = await SessionHost.StartAsync(new SessionHostSettings
        {
            Kind = kind,
            Configure = configure,
            ConfigureServices = collection =>
            {
                collection.AddSingleton<ISecureSessionAnnouncements>(live.Announcements);
                services?.Invoke(collection);
            },
            Map = app =>
            {
                SmallApp.Map(app);
                live._script.Map(app);
                map?.Invoke(app);
            },
        });

        // The watch over the deadlines is off, so that a test counts only the checks of live sessions.
        live.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.LeaseDue);
        return live;
    }

    public async Task<Browser> SignInAsync(string user = "alice")
    {
        Browser browser = Host.NewBrowser();
        await _script.RunAsync(browser, context => context.SignInAsync(TestUsers.Create(user)));
        LastSignedIn = IdOf(browser);
        return browser;
    }

    /// <summary>The session of a browser as a request holds it.</summary>
    public Task<LoadedSession> LoadAsync(Browser browser) =>
        AskAsync(browser, static context => RequestSession.Find(context)!.Session.Stored!);

    public async Task<SessionWatch> WatchAsync(Browser browser)
    {
        SessionWatch watch = Watch(await LoadAsync(browser));
        await SettleAsync();
        return watch;
    }

    public SessionWatch Watch(LoadedSession session) => Watcher.Watch(session);

    /// <inheritdoc cref="Script.AskAsync{T}(Browser, Func{HttpContext, Task{T}}, ValueTuple{string, string}[])"/>
    public Task<T> AskAsync<T>(Browser browser, Func<HttpContext, Task<T>> handler) => _script.AskAsync(browser, handler);

    /// <inheritdoc cref="AskAsync{T}(Browser, Func{HttpContext, Task{T}})"/>
    public Task<T> AskAsync<T>(Browser browser, Func<HttpContext, T> handler) => _script.AskAsync(browser, handler);

    public static SessionId IdOf(Browser browser) =>
        SessionToken.TryParse(browser.Token, out SessionToken token)
            ? token.Id
            : throw new InvalidOperationException("There is no session.");

    /// <summary>Ends a session as another node does, so that this node does not see it.</summary>
    public async Task EndElsewhereAsync(SessionId id) =>
        await Store.Inner.EndAsync(id, SessionEndReason.Revoked, null, CancellationToken.None);

    public Task WaitForChecksAsync(int count) => Poll.UntilAsync(() => Checks >= count, $"check {count}");

    /// <summary>Waits until all requested checks have been made.</summary>
    public Task SettleAsync() => Poll.UntilAsync(() => !Watcher.IsChecking, "all checks are made");

    /// <summary>
    /// Moves the clock while no check is under way, and waits for the checks that are due then. A check that began before would set its
    /// timer from a time that has passed; without this clock no more than a moment passes meanwhile.
    /// </summary>
    public async Task LeapAsync(TimeSpan duration)
    {
        await SettleAsync();
        Clock.Leap(duration);
        await SettleAsync();
    }

    public static async Task WaitForAsync(CancellationToken ended)
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = ended.Register(fired.SetResult);
        await fired.Task.WaitAsync(Patience.Limit, CancellationToken.None);
    }

    /// <summary>Waits for all requested checks. Returns whether the watch has fired.</summary>
    public async Task<bool> HasFiredAsync(SessionWatch watch, int checks)
    {
        await SettleAsync();
        Assert.Equal(checks, Checks);
        return watch.Ended.IsCancellationRequested;
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private SecureSessions.LiveSessions Watcher => Host.Services.GetRequiredService<SecureSessions.LiveSessions>();
}
