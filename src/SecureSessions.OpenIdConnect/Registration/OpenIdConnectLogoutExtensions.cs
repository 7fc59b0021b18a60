using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.OpenIdConnect;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints by which a provider of OpenID Connect ends sessions.</summary>
public static class OpenIdConnectLogoutExtensions
{
    /// <summary>
    /// Maps the endpoint to which the provider sends a logout token when a user's session there has ended. All sessions of that
    /// <c>sid</c>, or of that <c>sub</c> if there is no <c>sid</c>, end on all nodes (OpenID Connect Back-Channel Logout 1.0).
    /// </summary>
    /// <param name="endpoints">The endpoints of the app.</param>
    /// <param name="pattern">The path. Register it at the provider as <c>backchannel_logout_uri</c>.</param>
    /// <param name="scheme">The name of the scheme of OpenID Connect.</param>
    /// <returns>The endpoint.</returns>
    /// <remarks>
    /// The endpoint answers 200 if the sessions have ended, 400 to anything that is no valid token of the provider for this client or was
    /// used before, and 503 if the store fails, so that the provider may try again.
    /// </remarks>
    /// <exception cref="InvalidOperationException"><c>AddOpenIdConnectSessions()</c> was not called.</exception>
    public static IEndpointConventionBuilder MapBackChannelLogout(
        this IEndpointRouteBuilder endpoints,
        string pattern = "/backchannel-logout",
        string scheme = OpenIdConnectDefaults.AuthenticationScheme)
    {
        ProviderLogout logout = Find(endpoints, scheme);
        return Open(endpoints.MapPost(pattern, context => logout.HandleBackChannelAsync(context, scheme)));
    }

    /// <summary>
    /// Maps the endpoint that the provider shows in a frame when a user's session there has ended. The sessions of that <c>sid</c> end on
    /// all nodes (OpenID Connect Front-Channel Logout 1.0).
    /// </summary>
    /// <param name="endpoints">The endpoints of the app.</param>
    /// <param name="pattern">
    /// The path. Register it at the provider as <c>frontchannel_logout_uri</c>, with <c>frontchannel_logout_session_required</c>.
    /// </param>
    /// <param name="scheme">The name of the scheme of OpenID Connect.</param>
    /// <returns>The endpoint.</returns>
    /// <remarks>
    /// Security: who knows a <c>sid</c> can end the sessions that belong to it. Prefer the back channel where the provider has it: a frame
    /// is not loaded if the user closes the page.
    /// </remarks>
    /// <exception cref="InvalidOperationException"><c>AddOpenIdConnectSessions()</c> was not called.</exception>
    public static IEndpointConventionBuilder MapFrontChannelLogout(
        this IEndpointRouteBuilder endpoints,
        string pattern = "/frontchannel-logout",
        string scheme = OpenIdConnectDefaults.AuthenticationScheme)
    {
        ProviderLogout logout = Find(endpoints, scheme);
        return Open(endpoints.MapGet(pattern, context => logout.HandleFrontChannelAsync(context, scheme)));
    }

    private static ProviderLogout Find(IEndpointRouteBuilder endpoints, string scheme)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        return endpoints.ServiceProvider.GetService<ProviderLogout>()
            ?? throw new InvalidOperationException(
                "Logout by the provider needs AddSecureSessions().AddOpenIdConnectSessions(). Call it for the scheme "
                + $"'{scheme}'.");
    }

    // The provider has no session of its own here, and comes from another site.
    private static IEndpointConventionBuilder Open(IEndpointConventionBuilder endpoint) =>
        endpoint.WithoutSession().AllowAnonymous().WithMetadata(new ExcludeFromDescriptionAttribute());
}
