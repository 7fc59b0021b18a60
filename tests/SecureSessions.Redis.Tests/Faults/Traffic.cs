using System.Diagnostics;
using System.Globalization;
using SecureSessions.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace SecureSessions.Redis.Tests;

/// <summary>
/// An app and its visitors: users who are signed in, users who sign in, and people without a cookie. Whatever happens to Redis under them,
/// <see cref="EndAsync"/> holds every one of their answers to the promises.
/// </summary>
internal sealed class Traffic : IAsyncDisposable
{
    private const int UserCount = 20;

    private readonly ITestOutputHelper _output;
    private readonly UnobservedFaults _unobserved = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SessionHost _host;
    private readonly string _prefix;
    private readonly TrafficLog _log;
    private readonly TrafficNewcomers _newcomers;
    private readonly TrafficPassersBy _passersBy;
    private Task _running = Task.CompletedTask;

    private Traffic(SessionHost host, string prefix, TimeSpan timeout, ITestOutputHelper output)
    {
        _log = new TrafficLog(timeout);
        _host = host;
        _prefix = prefix;
        _output = output;
        _newcomers = new TrafficNewcomers(host, _log);
        _passersBy = new TrafficPassersBy(host.NewBrowser(), _log);
        Users = [.. Enumerable.Range(0, UserCount).Select(
            i => new TrafficUser(string.Create(CultureInfo.InvariantCulture, $"user-{i}"), host.NewBrowser(), _log))];
    }

    public IReadOnlyList<TrafficUser> Users { get; }

    public SessionHost Host => _host;

    /// <summary>How many requests were answered by 503.</summary>
    public int Refused => _log.Refused;

    /// <summary>How many acknowledged writes were not there any more.</summary>
    public int Lost => _log.Lost;

    /// <summary>Starts it, and waits until everybody is served.</summary>
    /// <param name="configuration">Where Redis is.</param>
    /// <param name="output">What the test prints.</param>
    /// <param name="timeout">The store's; by default it suits a server that will hang.</param>
    public static async Task<Traffic> StartAsync(string configuration, ITestOutputHelper output, TimeSpan? timeout = null)
    {
        TimeSpan storeTimeout = timeout ?? TrafficApp.ShortTimeout;
        string prefix = RedisPorts.NewPrefix();
        SessionHost host = await TrafficApp.StartAsync(
            options => (options.Configuration, options.KeyPrefix) = (configuration, prefix), timeout: storeTimeout);
        var traffic = new Traffic(host, prefix, storeTimeout, output);
        await traffic.BeginAsync();
        return traffic;
    }

    /// <summary>The key of a user's session.</summary>
    public string KeyOf(TrafficUser user) => (string)new RedisKeys(_prefix).Session(user.SessionId)!;

    /// <summary>Waits until every one of them has been served from now on.</summary>
    public async Task UntilServedAsync()
    {
        long from = Stopwatch.GetTimestamp();
        TimeSpan took = await Poll.UntilAsync(() => Users.All(user => user.ServedAt > from), "every user is served");
        _output.WriteLine($"served again after {took.TotalSeconds:0.00} s");
    }

    /// <summary>Waits until the fault is felt: answers may still be under way.</summary>
    public Task UntilRefusedAsync() => Poll.UntilAsync(() => Refused > 0, "somebody is refused");

    /// <summary>
    /// Ends the traffic; nothing may have happened that must not. Where Redis keeps what it acknowledged, nothing is lost.
    /// </summary>
    public async Task EndAsync(bool mayLose = false)
    {
        await StopAsync();
        await _newcomers.CheckAsync();
        _output.WriteLine(_log.ToString());
        AssertNone(_log.Breaches);
        if (!mayLose)
            Assert.Equal(0, _log.Lost);
        await _host.DisposeAsync();
        AssertNone(_unobserved.Collect());
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _host.DisposeAsync();
        foreach (TrafficUser user in Users)
            user.Dispose();
        _newcomers.Dispose();
        _passersBy.Dispose();
        _unobserved.Dispose();
        _stop.Dispose();
    }

    private async Task BeginAsync()
    {
        await TrafficApp.UntilServedAsync(_host);
        foreach (TrafficUser user in Users)
            await user.SignInAsync();

        CancellationToken stop = _stop.Token;
        _running = Task.WhenAll([.. Users.Select(user => user.RunAsync(stop)), _newcomers.RunAsync(stop), _passersBy.RunAsync(stop)]);
        await UntilServedAsync();
    }

    // Whole, where an assertion would show the beginning of the first.
    private void AssertNone(IReadOnlyCollection<string> breaches)
    {
        foreach (string breach in breaches)
            _output.WriteLine(breach);
        Assert.Empty(breaches);
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }
}
