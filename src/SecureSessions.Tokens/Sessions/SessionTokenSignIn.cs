using Microsoft.AspNetCore.Authentication;

namespace SecureSessions.Tokens;

/// <summary>For which client a user signs in.</summary>
public sealed class SessionTokenSignIn
{
    /// <summary>
    /// The client: the claim <c>client_id</c>. It is a name and no secret: what is on a user's device can be read there. A refresh that
    /// names another client is refused.
    /// </summary>
    /// <value>1 to 128 printable ASCII characters.</value>
    public required string ClientId { get; init; }

    /// <summary>What lists of the user's sessions call the client, for example <c>Backup tool on the office computer</c>.</summary>
    /// <value>Default: <see langword="null"/>, which means <see cref="ClientId"/>. At most 64 characters.</value>
    public string? ClientName { get; init; }

    /// <summary>The one API that the client may ever ask for.</summary>
    /// <value>
    /// Default: <see langword="null"/>, which means each of <see cref="SessionTokenOptions.Audiences"/>, the first unless a refresh asks
    /// for another.
    /// </value>
    public string? Audience { get; init; }

    /// <summary>How the user authenticated (<c>SetSessionAuthentication</c>), and when the session is to end.</summary>
    /// <value>
    /// Default: <see langword="null"/>, which means that the user has authenticated just now, and the deadlines of the options.
    /// </value>
    public AuthenticationProperties? Properties { get; init; }
}
