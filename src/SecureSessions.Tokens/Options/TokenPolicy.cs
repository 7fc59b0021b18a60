using Microsoft.Extensions.Options;

namespace SecureSessions.Tokens;

/// <summary>An immutable copy of the options as they were at start-up, which the rest of the package reads.</summary>
internal sealed class TokenPolicy
{
    public TokenPolicy(IOptions<SessionTokenOptions> options)
    {
        SessionTokenOptions source = options.Value;
        Issuer = source.Issuer!;
        Audiences = [.. source.Audiences];
        AccessTokenLifetime = source.AccessTokenLifetime;
        RefreshIdleTimeout = source.RefreshIdleTimeout;
        RefreshAbsoluteTimeout = source.RefreshAbsoluteTimeout;
        RefreshGrace = source.RefreshGrace;
        RefreshRetryWindow = source.RefreshRetryWindow;
        SigningKeys = [.. source.SigningKeys];
        SigningEpoch = source.SigningEpoch ?? "";
        BrowserClientId = source.BrowserClientId;
        SelectClaims = source.SelectClaims;
    }

    public string Issuer { get; }

    public IReadOnlyList<string> Audiences { get; }

    public TimeSpan AccessTokenLifetime { get; }

    public TimeSpan RefreshIdleTimeout { get; }

    public TimeSpan RefreshAbsoluteTimeout { get; }

    public TimeSpan RefreshGrace { get; }

    public TimeSpan? RefreshRetryWindow { get; }

    public IReadOnlyList<SessionSigningKey> SigningKeys { get; }

    /// <summary>Empty for none.</summary>
    public string SigningEpoch { get; }

    public string BrowserClientId { get; }

    public Action<AccessTokenContext>? SelectClaims { get; }

    /// <summary>The API that a token is for.</summary>
    /// <param name="asked">What the client asked for; <see langword="null"/> for the first that it may have.</param>
    /// <param name="granted">The only one that it may have; empty for each of the app's.</param>
    /// <returns>The API; <see langword="null"/> if the client may have no token for what it asked for (RFC 8707, 2).</returns>
    public string? SelectAudience(string? asked, string granted)
    {
        if (asked is null)
            return granted.Length > 0 ? granted : Audiences[0];

        return Audiences.Contains(asked, StringComparer.Ordinal) && (granted.Length == 0 || granted == asked) ? asked : null;
    }
}
