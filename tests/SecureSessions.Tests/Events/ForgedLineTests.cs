using System.Reflection;
using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;
using SecureSessions.Tests.Conventions;
using Xunit;

namespace SecureSessions.Tests.Events;

/// <summary>Whatever a client sends, its text cannot pass for another part of the line that it is logged in.</summary>
public sealed class ForgedLineTests
{
    private const string Forged = "x\" by=admin \\\" session_created: Success\r\n\u202E\u200B";
    private const string InQuotes = "\"x\\\" by=admin \\\\\\\" session_created: Success????\"";

    // Words of the library's own, and the name that the app gave its cookie.
    private static readonly string[] OwnWords = ["operation", "eventName", "setting", "consequence", "weakness", "name", "fault"];

    public static TheoryData<string> LinesWithText => [.. MethodsWithText().Select(static method => method.Name)];

    [Fact]
    [Trait("Requirement", "LG-5")]
    public void At_least_some_log_lines_have_text_from_outside() => Assert.NotEmpty(MethodsWithText());

    [Theory]
    [Trait("Requirement", "LG-5")]
    [MemberData(nameof(LinesWithText))]
    public void Every_text_of_every_line_stands_in_quotes(string name)
    {
        using var logs = new LogRecorder();
        MethodInfo method = MethodsWithText().Single(one => one.Name == name);
        ILogger logger = logs.CreateLogger("any");

        method.Invoke(null, [.. method.GetParameters().Select(parameter => ArgumentFor(parameter, logger))]);

        AssertNotForged(Assert.Single(logs.Lines).Message, method.GetParameters().Count(IsText));
    }

    [Theory]
    [Trait("Requirement", "LG-5")]
    [MemberData(nameof(EventTypes))]
    public void Every_text_of_every_event_stands_in_quotes(SessionEventType type)
    {
        using var logs = new LogRecorder();
        EventLine.Write(logs.CreateLogger("any"), new SecureSessionEvent
        {
            Type = type,
            At = DateTimeOffset.UnixEpoch,
            UserId = Forged,
            Actor = Forged,
            Detail = Forged,
            Client = new SessionClient(Forged, Forged),
            Origin = new RequestOrigin(Forged, Forged, Forged),
        });

        string line = Assert.Single(logs.Lines).Message;
        Assert.StartsWith($"{EventCatalogue.Of(type).Name}: ", line, StringComparison.Ordinal);
        AssertNotForged(line, texts: 8);
    }

    [Fact]
    [Trait("Requirement", "LG-5")]
    public void No_line_of_the_Redis_package_has_text_from_outside() => Assert.DoesNotContain(
        Package.Redis.Assembly.GetType("SecureSessions.Redis.Log", throwOnError: true)!.GetMethods(
            BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly),
        static method => method.GetParameters().Any(IsText));

    public static TheoryData<SessionEventType> EventTypes => [.. Enum.GetValues<SessionEventType>()];

    private static IEnumerable<MethodInfo> MethodsWithText() => typeof(Log)
        .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
        .Where(static method => method.GetParameters().Any(IsText));

    private static bool IsText(ParameterInfo parameter) => parameter.ParameterType == typeof(string) && !OwnWords.Contains(parameter.Name);

    private static object? ArgumentFor(ParameterInfo parameter, ILogger logger) => parameter switch
    {
        { Name: "logger" } => logger,
        _ when IsText(parameter) => Forged,
        _ => null,
    };

    private static void AssertNotForged(string line, int texts)
    {
        Assert.Equal(texts, line.Split(InQuotes).Length - 1);
        Assert.DoesNotContain("by=admin", line.Replace(InQuotes, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
