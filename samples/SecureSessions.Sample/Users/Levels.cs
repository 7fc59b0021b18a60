namespace SecureSessions.Sample;

/// <summary>How strongly a user has authenticated (NIST SP 800-63B-4), and by what (RFC 8176).</summary>
internal static class Levels
{
    public const string Password = "aal1";
    public const string TwoFactors = "aal2";

    public static IReadOnlyList<string> ByPassword { get; } = ["pwd"];

    public static IReadOnlyList<string> ByPasswordAndCode { get; } = ["pwd", "otp"];

    /// <summary>For how long a code counts.</summary>
    public static TimeSpan CodeLifetime { get; } = TimeSpan.FromMinutes(5);
}
