using System.Diagnostics.CodeAnalysis;

namespace SecureSessions.OpenIdConnect;

/// <summary>What a logout token says, or why it is refused.</summary>
internal readonly record struct LogoutTokenResult
{
    /// <summary>The session at the provider; <see langword="null"/> if the token is refused.</summary>
    public ProviderSession? Session { get; private init; }

    /// <summary>The name of the token, <c>jti</c>.</summary>
    public string? TokenId { get; private init; }

    /// <summary>Why it is refused.</summary>
    public string? Fault { get; private init; }

    [MemberNotNullWhen(true, nameof(Session), nameof(TokenId))]
    public bool IsValid => Session is not null && TokenId is not null;

    public static LogoutTokenResult Of(ProviderSession session, string tokenId) => new() { Session = session, TokenId = tokenId };

    public static LogoutTokenResult Refused(string fault) => new() { Fault = fault };
}
