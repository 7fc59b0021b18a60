using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>How sign-in, challenge and refusal look. Everything about the session itself is in <see cref="SecureSessionOptions"/>.</summary>
public sealed class SecureSessionAuthenticationOptions : AuthenticationSchemeOptions
{
    /// <summary>Where a browser that has to sign in is sent; a sign-in there goes on to the return URL.</summary>
    /// <value>Default: none, which answers 401.</value>
    public PathString LoginPath { get; set; }

    /// <summary>The page that signs out: a sign-out there goes on to the return URL that it was given.</summary>
    /// <value>Default: none.</value>
    public PathString LogoutPath { get; set; }

    /// <summary>Where a browser is sent that is signed in but not allowed.</summary>
    /// <value>Default: none, which answers 403.</value>
    public PathString AccessDeniedPath { get; set; }

    /// <summary>Where a browser is sent that is signed in but has to authenticate again, or at a higher level. Goes on to the return URL by itself.</summary>
    /// <value>Default: none, which means <see cref="LoginPath"/>.</value>
    /// <remarks>
    /// Beside the return URL the query tells what is asked for: <c>acr_values</c>, the level, and <c>max_age</c>, the age in seconds, where there is one.
    /// The page must not pass over users who are signed in, or they would go to and fro for ever.
    /// </remarks>
    public PathString ReauthenticationPath { get; set; }

    /// <summary>The query parameter that carries the return URL. Only local URLs are ever followed.</summary>
    /// <value>Default: <c>ReturnUrl</c>.</value>
    public string ReturnUrlParameter { get; set; } = SecureSessionDefaults.ReturnUrlParameter;
}
