using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SecureSessions.Redis;
using SecureSessions.Sql;

namespace SecureSessions.Tests.Docs;

/// <summary>Names and defaults as the code has them, in the words of the pages.</summary>
internal static class DefaultsInCode
{
    private static readonly string[] Adjustable =
    [
        .. typeof(SecureSessionOptions).GetProperties().Select(static property => property.Name),
        .. typeof(SecureSessionSignalOptions).GetProperties().Select(static property => property.Name),
        .. typeof(SignInAttemptOptions).GetProperties().Select(static property => property.Name),
        .. typeof(MemoryStoreOptions).GetProperties().Select(static property => property.Name),
        .. typeof(SecureSessionsEndpointOptions).GetProperties().Select(static property => property.Name),
    ];

    private static readonly string[] Groups =
    [
        nameof(SecureSessionOptions.Cookie),
        nameof(SecureSessionOptions.CrossSite),
        nameof(SecureSessionOptions.Signals),
        nameof(SecureSessionOptions.SignInAttempts),
    ];

    public static IEnumerable<(string Name, string Value)> Options =>
    [
        .. Properties(new SecureSessionOptions(), "").Where(static option => !Groups.Contains(option.Name)),
        .. Properties(new SecureSessionOptions().Signals, "Signals."),
        .. Properties(new SecureSessionOptions().SignInAttempts, "SignInAttempts."),
        .. Properties(new SecureSessionOptions().Cookie, "Cookie."),
        .. Properties(new SecureSessionOptions().CrossSite, "CrossSite."),
        .. Properties(new MemoryStoreOptions(), ""),
        .. Properties(new DistributedCacheStoreOptions(), ""),
    ];

    public static IEnumerable<(string Name, string Value)> AuthenticationOptions =>
        Properties(new SecureSessionAuthenticationOptions(), "");

    public static IEnumerable<(string Name, string Idle, string Absolute)> Presets => typeof(SecureSessionPreset)
        .GetProperties(BindingFlags.Static | BindingFlags.Public)
        .Select(static property => (property.Name, Preset: (SecureSessionPreset)property.GetValue(null)!))
        .Select(static one => (one.Name, InWords("", one.Preset.IdleTimeout), InWords("", one.Preset.AbsoluteTimeout)));

    public static IEnumerable<(string Name, string Value)> RedisOptions => Properties(new RedisSessionStoreOptions(), "");

    public static IEnumerable<(string Name, string Value)> SqlOptions => Properties(new SqlStoreOptions(), "");

    public static IEnumerable<(string Name, string Value)> HubOptions => Properties(new SecureSessionHubOptions(), "");

    public static IEnumerable<(string Name, string Value)> AuditLogOptions => Properties(new SessionAuditLogOptions(), "");

    public static IEnumerable<(string Name, string Value)> EndpointOptions => Properties(new SecureSessionsEndpointOptions(), "");

    /// <summary>What <see cref="SecureSessionDefaults"/> holds beside the defaults of options.</summary>
    public static IEnumerable<(string Name, string Value)> FixedNumbers => typeof(SecureSessionDefaults).GetFields()
        .Where(static constant => constant.FieldType == typeof(int) || constant.FieldType == typeof(TimeSpan))
        .Where(static constant => !Adjustable.Contains(constant.Name))
        .Select(static constant => (constant.Name, InWords(constant.Name, constant.GetValue(null))));

    public static IEnumerable<string> LogLineNamesOf(Type log) => log
        .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>()?.EventName)
        .OfType<string>();

    public static IEnumerable<(string Name, string Level)> LogLinesOf(Type log) => log
        .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>())
        .OfType<LoggerMessageAttribute>()
        .Select(static line => (line.EventName!, line.Level.ToString()));

    public static IEnumerable<string> ConstantsOf(Type type) => type.GetFields(BindingFlags.Static | BindingFlags.Public)
        .Where(static constant => constant.IsLiteral)
        .Select(static constant => (string)constant.GetRawConstantValue()!);

    // Not those of a base class, which is the framework's.
    private static IEnumerable<(string Name, string Value)> Properties(object options, string prefix) => options.GetType()
        .GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
        .Select(property => (prefix + property.Name, InWords(property.Name, property.GetValue(options))));

    private static string InWords(string name, object? value) => value switch
    {
        null or ICollection<string> { Count: 0 } or ICollection<byte[]> { Count: 0 } => "none",
        PathString { HasValue: false } => "none",
        TimeSpan { TotalDays: > 1 } days => $"{days.TotalDays} days",
        TimeSpan { TotalHours: 1 } => "1 hour",
        TimeSpan { TotalHours: > 1 } hours => $"{hours.TotalHours} hours",
        TimeSpan { TotalMinutes: > 1 } minutes => $"{minutes.TotalMinutes} minutes",
        TimeSpan { TotalSeconds: 1 } => "1 second",
        TimeSpan seconds => $"{seconds.TotalSeconds} seconds",
        int or long when name.EndsWith("Bytes", StringComparison.Ordinal) => $"{Grouped(value)} bytes",
        int or long => Grouped(value),
        bool flag => flag ? "true" : "false",
        Delegate => "NameIdentifier, else sub",
        _ => value.ToString()!,
    };

    private static string Grouped(object number) => ((IFormattable)number).ToString("N0", CultureInfo.InvariantCulture);
}
