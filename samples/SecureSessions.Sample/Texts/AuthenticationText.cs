namespace SecureSessions.Sample;

/// <summary>How a user authenticated, in words.</summary>
internal static class AuthenticationText
{
    // The methods are those of RFC 8176.
    public static string Of(SessionAuthentication? authentication) => authentication is not { Methods.Count: > 0 }
        ? "unknown"
        : string.Join(" and ", authentication.Methods.Select(Of));

    private static string Of(string method) => method switch
    {
        "pwd" => "password",
        "otp" => "code",
        _ => method,
    };
}
