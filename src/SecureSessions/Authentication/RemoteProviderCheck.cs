using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace SecureSessions;

/// <summary>
/// Refuses to start an app with SameSite=Strict and a remote provider: users would come back from the provider without the cookie and be
/// sent there again for ever.
/// </summary>
internal sealed class RemoteProviderCheck(SessionPolicy policy, IAuthenticationSchemeProvider? schemes = null) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (policy.SameSite != SameSiteMode.Strict || schemes is null)
            return;

        AuthenticationScheme[] all = [.. await schemes.GetAllSchemesAsync()];
        if (all.Any(static scheme => scheme.HandlerType == typeof(SecureSessionAuthenticationHandler))
            && all.FirstOrDefault(RemoteCallback.IsRemote) is { } remote)
        {
            throw new InvalidOperationException(
                $"Cookie.SameSite is Strict, and the scheme '{remote.Name}' signs users in at another site. Users come back by a link "
                + "of that site, with which browsers send no Strict cookie: the users are not signed in, and are sent there "
                + "again. Set Cookie.SameSite = SameSiteMode.Lax, which is the default.");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
