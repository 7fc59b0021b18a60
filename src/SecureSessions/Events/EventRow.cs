using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>What is fixed of a type of event.</summary>
/// <param name="Type">The type; its number is the event's id in the log.</param>
/// <param name="Name">The event's name in logs.</param>
/// <param name="Level">The level of its log line.</param>
/// <param name="Outcome">How it came out, unless the event itself says otherwise.</param>
/// <param name="Count">What is counted of it.</param>
internal sealed record EventRow(
    SessionEventType Type, string Name, LogLevel Level, SessionEventOutcome Outcome, Action<SessionMetrics, SecureSessionEvent> Count);
