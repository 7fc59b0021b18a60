using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Testing;

/// <summary>A user whom a test signs in, and how the user signs in.</summary>
public sealed class TestUser
{
    private readonly ClaimsPrincipal? _principal;
    private readonly string? _id;

    /// <summary>A user with an id.</summary>
    /// <param name="id">The user id: the claims <see cref="ClaimTypes.NameIdentifier"/> and <see cref="ClaimTypes.Name"/>.</param>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    public TestUser(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        _id = id;
    }

    /// <summary>A user whose principal the app or the test has built.</summary>
    /// <param name="principal">The principal, as the app passes it to <c>SignInAsync</c>.</param>
    /// <exception cref="ArgumentNullException">The principal is missing.</exception>
    public TestUser(ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        _principal = principal;
    }

    /// <summary>The roles: claims <see cref="ClaimTypes.Role"/>, beside those of the principal.</summary>
    /// <value>None.</value>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>More claims, beside those of the principal.</summary>
    /// <value>None.</value>
    public IReadOnlyList<Claim> Claims { get; init; } = [];

    /// <summary>Whether the user asks to be remembered ("remember me"): the session has the longer deadlines, and the cookie an
    /// end.</summary>
    /// <value>False.</value>
    public bool IsRemembered { get; init; }

    /// <summary>How long ago the user authenticated, for guards that want a fresh authentication.</summary>
    /// <value>Zero: at the sign-in.</value>
    public TimeSpan AuthenticationAge { get; init; }

    /// <summary>The methods of the authentication, such as <c>pwd</c> or <c>otp</c>.</summary>
    /// <value>None.</value>
    public IReadOnlyList<string> AuthenticationMethods { get; init; } = [];

    /// <summary>The level of the authentication, such as <c>aal2</c>; <see langword="null"/> for none.</summary>
    /// <value>None.</value>
    public string? AuthenticationLevel { get; init; }

    /// <summary>The authentication scheme that signs in.</summary>
    /// <value>
    /// <see langword="null"/>: the default scheme if its sign-ins end in sessions, as with <c>AddSecureSession()</c> and with
    /// <c>AddIdentitySessions()</c>, and otherwise the only scheme whose sign-ins do.
    /// </value>
    public string? Scheme { get; init; }

    internal async Task SignInAsync(HttpContext context)
    {
        IServiceProvider services = context.RequestServices;
        string scheme = Scheme ?? await FindSchemeAsync(services.GetService<IAuthenticationSchemeProvider>());
        await context.SignInAsync(scheme, BuildPrincipal(scheme), BuildProperties(services.GetRequiredService<TimeProvider>()));
    }

    private ClaimsPrincipal BuildPrincipal(string scheme)
    {
        IEnumerable<Claim> more = [.. Roles.Select(static role => new Claim(ClaimTypes.Role, role)), .. Claims];
        if (_principal is null)
        {
            return new ClaimsPrincipal(
                new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, _id!), new Claim(ClaimTypes.Name, _id!), .. more], scheme));
        }

        ClaimsPrincipal principal = _principal.Clone();
        principal.Identities.First().AddClaims(more);
        return principal;
    }

    private AuthenticationProperties BuildProperties(TimeProvider clock)
    {
        var properties = new AuthenticationProperties { IsPersistent = IsRemembered };

        // Otherwise the claims of the principal say how the user authenticated.
        if (AuthenticationAge > TimeSpan.Zero || AuthenticationMethods.Count > 0 || AuthenticationLevel is not null)
            properties.SetSessionAuthentication(AuthenticationMethods, AuthenticationLevel, clock.GetUtcNow() - AuthenticationAge);
        return properties;
    }

    private static async Task<string> FindSchemeAsync(IAuthenticationSchemeProvider? provider)
    {
        if (provider is not null)
        {
            if (await provider.GetDefaultAuthenticateSchemeAsync() is { } usual && EndsInSession(usual))
                return usual.Name;
            if ((await provider.GetAllSchemesAsync()).Where(EndsInSession).ToArray() is [var only])
                return only.Name;
        }

        throw new InvalidOperationException(
            "The app has no authentication scheme, or more than one, whose sign-ins end in sessions, and its default scheme is none of "
            + "them. Add one by AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession() or by "
            + "AddIdentitySessions(), or name one by TestUser.Scheme.");
    }

    private static bool EndsInSession(AuthenticationScheme scheme) => scheme.HandlerType.Assembly == typeof(ISecureSession).Assembly;
}
