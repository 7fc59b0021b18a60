using System.Net;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>Sees when one address sends very many unknown tokens, new sessions or sign-outs (SMCS, "Guessing and Brute Force Detection").</summary>
/// <remarks>Each node counts for itself. What was seen is forgotten with the process.</remarks>
internal sealed class FloodDetector(SessionPolicy policy, TimeProvider timeProvider, ILogger<FloodDetector> logger) : ISessionEventWatch, IDisposable
{
    /// <summary>What an address may send too many of, and how many it may send.</summary>
    private readonly (string Name, int? Limit)[] _kinds =
    [
        ("unknown_tokens", policy.Signals.MaxUnknownTokens),
        ("new_sessions", policy.Signals.MaxNewSessions),
        ("sign_outs", policy.Signals.MaxSignOuts),
    ];

    private readonly long _start = timeProvider.GetTimestamp();
    private readonly FloodCounter _counter = new(policy.Signals.FloodWindow, SecureSessionDefaults.MaxCountedAddresses);
    private readonly FloodAlerts _alerts = new(policy.Signals.FloodThrottle, SecureSessionDefaults.MaxCountedAddresses);

    private readonly RejectionLines _lines = new(policy.Signals.FloodWindow, timeProvider, logger);

    // Monotonic: a clock that is set must neither raise an alert nor prolong one.
    private TimeSpan Now => timeProvider.GetElapsedTime(_start);

    public SecureSessionEvent? Note(SecureSessionEvent sessionEvent)
    {
        if (KindOf(sessionEvent) is not { } kind || _kinds[kind].Limit is not { } limit || FloodSource.Of(sessionEvent.Origin) is not { } source)
            return null;

        // Exactly one of a window is the first beyond the limit: one event, however many follow.
        TimeSpan now = Now;
        if (_counter.Add(source, kind, now) != (long)limit + 1)
            return null;

        _alerts.Raise(source, now);
        return new SecureSessionEvent
        {
            Type = SessionEventType.FloodDetected,
            At = sessionEvent.At,
            Detail = _kinds[kind].Name,
            Origin = sessionEvent.Origin,
        };
    }

    public bool LeavesOutOfLog(SecureSessionEvent sessionEvent) =>
        sessionEvent.Type == SessionEventType.TokenRejected
        && FloodSource.Of(sessionEvent.Origin) is { } source
        && _alerts.IsUnderAlert(source, Now)
        && _lines.LeavesOut(source);

    /// <summary>Says what the log has left out and not said yet.</summary>
    public void Dispose() => _lines.Dispose();

    /// <summary>The name of a source under alert; nothing for all others.</summary>
    public string? FindAlert(IPAddress? address) =>
        FloodSource.Of(address) is { } source && _alerts.IsUnderAlert(source, Now) ? source.ToString() : null;

    private static int? KindOf(SecureSessionEvent sessionEvent) => sessionEvent switch
    {
        { Type: SessionEventType.TokenRejected } => 0,
        { Type: SessionEventType.Created, UserId: null } => 1,
        { Type: SessionEventType.LoggedOut } => 2,
        _ => null,
    };
}
