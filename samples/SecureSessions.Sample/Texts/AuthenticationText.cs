namespace SecureSessions.Sample;

/// <summary>How a user authenticated, in words.</summary>
internal static class AuthenticationText
{
    // The methods are those of RFC 8176.
    public static string Of(SessionAuthentication? authentication) => authentication is not { Methods.Count: > 0 }
        ? "unknown"
        : string.Join(" and ", authentication.Methods.Select(static method => method == "pwd" ? "password" : method));
}
