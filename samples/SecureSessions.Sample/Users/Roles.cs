namespace SecureSessions.Sample;

/// <summary>What a user may be here. Everybody is one of them.</summary>
internal static class Roles
{
    public const string Reader = "reader";
    public const string Editor = "editor";
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [Reader, Editor, Admin];
}
