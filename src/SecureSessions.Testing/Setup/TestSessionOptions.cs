using Microsoft.Extensions.Time.Testing;

namespace SecureSessions.Testing;

/// <summary>What of an app is replaced in its tests.</summary>
public sealed class TestSessionOptions
{
    /// <summary>Whether the app keeps its own session store.</summary>
    /// <value>False: sessions are kept in memory.</value>
    /// <remarks>
    /// In memory a test needs no server, begins with no session, and moves the store's clock. Redis measures time itself, so that with it
    /// no session ends because the clock of a test was moved.
    /// </remarks>
    public bool KeepStore { get; set; }

    /// <summary>The clock of the app, by which the <see cref="TimeProvider"/> of its services goes.</summary>
    /// <value>
    /// <see langword="null"/>: the <see cref="FakeTimeProvider"/> that is registered already, or else a new one that begins at the present.
    /// </value>
    public FakeTimeProvider? Clock { get; set; }
}
