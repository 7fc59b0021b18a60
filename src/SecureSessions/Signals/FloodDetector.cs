using System.Net;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>
/// Detects an address that sends very many unknown tokens, begins very many sessions, signs out very often, or fails to sign in to very
/// many accounts (SMCS, "Guessing and Brute Force Detection").
/// </summary>
/// <remarks>Each node counts for itself, in memory only.</remarks>
internal sealed class FloodDetector(
    SessionPolicy policy, TimeProvider timeProvider, ILogger<FloodDetector> logger) : ISessionEventWatch, IDisposable
{
    /// <summary>The kinds of events that are counted, and the limit of each.</summary>
    private readonly (string Name, int? Limit)[] _kinds =
    [
        ("unknown_tokens", policy.Signals.MaxUnknownTokens),
        ("new_sessions", policy.Signals.MaxNewSessions),
        ("sign_outs", policy.Signals.MaxSignOuts),
        ("failed_sign_ins", policy.Signals.MaxFailedAccounts),
    ];

    private readonly long _start = timeProvider.GetTimestamp();
    private readonly FloodCounter _counter = new(policy.Signals.FloodWindow, SecureSessionDefaults.MaxCountedAddresses);
    private readonly FloodAlerts _alerts = new(policy.Signals.FloodThrottle, SecureSessionDefaults.MaxCountedAddresses);

    private readonly RejectionLogSampler _rejectionLog = new(policy.Signals.FloodWindow, timeProvider, logger);

    // The time is monotonic: setting the system's clock must neither raise an alert nor prolong one.
    private TimeSpan Now => timeProvider.GetElapsedTime(_start);

    public SecureSessionEvent? Note(SecureSessionEvent sessionEvent)
    {
        if (KindOf(sessionEvent) is not { } kind
            || _kinds[kind].Limit is not { } limit
            || FloodSource.Of(sessionEvent.Origin) is not { } source)
            return null;

        // Only the first event over the limit in a window raises an alert.
        TimeSpan now = Now;
        int count = sessionEvent.Account is { } account
            ? _counter.AddAccount(source, kind, HashOf(account), most: limit + 1, now)
            : _counter.Add(source, kind, now);
        if (count != (long)limit + 1)
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
        && _rejectionLog.Omits(source);

    /// <summary>Logs how many lines were left out since the last summary.</summary>
    public void Dispose() => _rejectionLog.Dispose();

    /// <summary>The name of a source under alert; <see langword="null"/> for any other.</summary>
    public string? FindAlert(IPAddress? address) =>
        FloodSource.Of(address) is { } source && _alerts.IsUnderAlert(source, Now) ? source.ToString() : null;

    private static int? KindOf(SecureSessionEvent sessionEvent) => sessionEvent switch
    {
        { Type: SessionEventType.TokenRejected } => 0,
        { Type: SessionEventType.Created, UserId: null } => 1,
        { Type: SessionEventType.LoggedOut } => 2,
        { Type: SessionEventType.SignInFailed, Account: not null } => 3,
        _ => null,
    };

    // The hash of a text has a seed of the process, so that nobody can look for names that collide.
    private static int HashOf(string account) => StringComparer.Ordinal.GetHashCode(AccountName.Normalise(account));
}
