namespace SecureSessions.Tests.Properties;

/// <summary>One step. Its number chooses among what is there, so that every sequence of steps means something and can be shrunk.</summary>
internal readonly record struct Step(StepKind Kind, int Choice)
{
    public static readonly string[] Scripts =
    [
        "pause",
        "set {0} {1}; pause",
        "pause; set {0} {1}",
        "pause; remove {0}",
        "remove {0}; pause; set {0} {1}",
        "clear; pause",
        "clear; set {0} {1}; pause",
        "pause; regenerate",
        "set {0} {1}; regenerate; pause",
        "pause; end",
        "end; pause; set {0} {1}",
        "signin ada; pause",
        "pause; signin bob",
        "set {0} {1}; signin ada; set x {1}; pause",
        "pause; signout",
        "set {0} {1}; commit; pause; remove {0}",
        "set {0} {1}; commit; pause; regenerate",
        "set {0} {1}; regenerate; fail",
        "signin ada; pause; fail",
        "end; fail",
    ];

    public static readonly TimeSpan[] Times =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(29.999), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(19.9), TimeSpan.FromMinutes(20),
    ];

    public string Script(int number) =>
        string.Format(null, Scripts[Choice % Scripts.Length], "abc"[Choice / Scripts.Length % 3], $"v{number}");

    public TimeSpan Time => Times[Choice % Times.Length];

    public override string ToString() => Kind switch
    {
        StepKind.Send or StepKind.ThiefSends => $"{Kind} \"{Script(0)}\" ({Choice})",
        StepKind.Advance => $"{Kind} {Time}",
        _ => $"{Kind} {Choice}",
    };
}
