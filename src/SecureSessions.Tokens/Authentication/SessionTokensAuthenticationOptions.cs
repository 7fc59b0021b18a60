using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;

namespace SecureSessions.Tokens;

/// <summary>A scheme whose sign-in answers with the tokens of a session. The options have the name of the scheme.</summary>
public sealed class SessionTokensAuthenticationOptions : AuthenticationSchemeOptions
{
    /// <summary>The client that is signed in: the claim <c>client_id</c>. It is a name and no secret.</summary>
    /// <value>Default: <c>app</c>. 1 to 128 printable ASCII characters.</value>
    public string ClientId { get; set; } = SessionTokenDefaults.ClientId;

    /// <summary>Selects what lists of the user's sessions call the client, for example from a header of the sign-in.</summary>
    /// <value>
    /// Default: <see langword="null"/>, which means <see cref="ClientId"/>. A name that is longer than
    /// <see cref="SessionTokenDefaults.MaxClientNameLength"/> is cut there.
    /// </value>
    public Func<HttpContext, string?>? SelectClientName { get; set; }

    /// <summary>The scheme of <c>AddSessionBearer()</c> that reads the access token of a request.</summary>
    /// <value>Default: <c>Bearer</c>.</value>
    public string BearerScheme { get; set; } = JwtBearerDefaults.AuthenticationScheme;
}
