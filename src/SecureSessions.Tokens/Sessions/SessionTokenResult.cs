using System.Diagnostics.CodeAnalysis;

namespace SecureSessions.Tokens;

/// <summary>New tokens, or why there are none.</summary>
public sealed class SessionTokenResult
{
    private SessionTokenResult(SessionTokens? tokens, string? error, string? description)
    {
        Tokens = tokens;
        Error = error;
        ErrorDescription = description;
    }

    /// <summary>Whether there are new tokens.</summary>
    [MemberNotNullWhen(true, nameof(Tokens))]
    [MemberNotNullWhen(false, nameof(Error), nameof(ErrorDescription))]
    public bool IsSuccess => Tokens is not null;

    /// <summary>The tokens; <see langword="null"/> if there are none.</summary>
    public SessionTokens? Tokens { get; }

    /// <summary>
    /// The error of RFC 6749, 5.2: <c>invalid_grant</c>, after which the user has to sign in again; or <c>invalid_target</c> of RFC 8707
    /// for an API that the client may have no token for. <see langword="null"/> if there are tokens.
    /// </summary>
    public string? Error { get; }

    /// <summary>What the error means, without anything of the token; <see langword="null"/> if there are tokens.</summary>
    public string? ErrorDescription { get; }

    internal static SessionTokenResult InvalidGrant { get; } = new(
        tokens: null, "invalid_grant", "The refresh token is not valid, or not valid any more. The user has to sign in again.");

    internal static SessionTokenResult InvalidTarget { get; } = new(
        tokens: null, "invalid_target", "No token is issued to this client for that resource.");

    internal static SessionTokenResult Of(SessionTokens tokens) => new(tokens, error: null, description: null);
}
