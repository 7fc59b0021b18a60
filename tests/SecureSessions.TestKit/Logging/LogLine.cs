using Microsoft.Extensions.Logging;

namespace SecureSessions.TestKit;

/// <summary>One log line.</summary>
public sealed record LogLine(string Category, LogLevel Level, EventId Event, string Message, Exception? Exception);
