using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>
/// The pages of sign-in, sign-out, challenge and refusal. The options of the session itself are in <see cref="SecureSessionOptions"/>.
/// </summary>
public sealed class SecureSessionAuthenticationOptions : AuthenticationSchemeOptions
{
    /// <summary>
    /// The login page, to which a browser is sent that has to sign in. After a sign-in on this page the browser is redirected to the return
    /// URL.
    /// </summary>
    /// <value>Default: none, which answers 401.</value>
    public PathString LoginPath { get; set; }

    /// <summary>The page that signs out. After a sign-out on this page the browser is redirected to the return URL of its query.</summary>
    /// <value>Default: none.</value>
    public PathString LogoutPath { get; set; }

    /// <summary>The page to which a browser is sent whose user is signed in but not allowed.</summary>
    /// <value>Default: none, which answers 403.</value>
    public PathString AccessDeniedPath { get; set; }

    /// <summary>
    /// The page to which a browser is sent whose user has to authenticate again, or at a higher level. The page itself redirects to the
    /// return URL.
    /// </summary>
    /// <value>Default: none, which means <see cref="LoginPath"/>.</value>
    /// <remarks>
    /// Beside the return URL the query tells what is required: <c>acr_values</c>, the level, and <c>max_age</c>, the age in seconds, if
    /// there is one. The page must not redirect a user who is signed in back at once, or the browser is redirected to and fro for ever.
    /// </remarks>
    public PathString ReauthenticationPath { get; set; }

    /// <summary>The query parameter that carries the return URL. Only local URLs are ever followed.</summary>
    /// <value>Default: <c>ReturnUrl</c>.</value>
    public string ReturnUrlParameter { get; set; } = SecureSessionDefaults.ReturnUrlParameter;
}
