namespace SecureSessions.Sample;

/// <summary>The roles of this site. Every user has one.</summary>
internal static class Roles
{
    public const string Reader = "reader";
    public const string Editor = "editor";
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [Reader, Editor, Admin];
}
