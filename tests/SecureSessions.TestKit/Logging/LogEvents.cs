using System.Reflection;
using Microsoft.Extensions.Logging;

namespace SecureSessions.TestKit;

/// <summary>The log lines that a class of them declares.</summary>
internal static class LogEvents
{
    /// <summary>Id, level and name of each, a line each, by id.</summary>
    public static string Describe(Type log) =>
        string.Join('\n', log.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>())
        .OfType<LoggerMessageAttribute>()
        .OrderBy(static message => message.EventId)
        .Select(static message => $"{message.EventId} {message.Level} {message.EventName}"));
}
