namespace SecureSessions.TestKit;

/// <summary>The sources that these tests were built from.</summary>
public static class Repository
{
#if DEBUG
    /// <summary>The configuration that is built and tested.</summary>
    public const string Configuration = "Debug";
#else
    /// <summary>The configuration that is built and tested.</summary>
    public const string Configuration = "Release";
#endif

    private const string Solution = "SecureSessions.sln";

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find(DirectoryInfo? folder) => folder switch
    {
        null => throw new InvalidOperationException($"{Solution} is in no folder above {AppContext.BaseDirectory}."),
        _ when File.Exists(Path.Combine(folder.FullName, Solution)) => folder.FullName,
        _ => Find(folder.Parent),
    };
}
