using Xunit;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>
/// The sample with its default timeouts, on a clock that tests move. Tests share it, and each of them begins with a sign-in.
/// </summary>
public sealed class SampleOnManualClock : IAsyncLifetime
{
    /// <summary>How long a session lives without activity: a page warns when two minutes of it are left.</summary>
    public static readonly TimeSpan IdleTimeout = SecureSessionDefaults.IdleTimeout;

    /// <summary>The time until the warning, plus 20 seconds.</summary>
    public static readonly TimeSpan UntilWarned = IdleTimeout - TimeSpan.FromSeconds(100);

    public SampleApp App { get; private set; } = null!;

    public async Task InitializeAsync() => App = await SampleApp.StartOnManualClockAsync();

    public async Task DisposeAsync() => await App.DisposeAsync();
}
