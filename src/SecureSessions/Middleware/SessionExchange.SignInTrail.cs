using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace SecureSessions;

// A sign-in that fails leaves a trail too (ASVS 16.3.1).
internal sealed partial class SessionExchange
{
    /// <summary>Signs in as <see cref="SignInAsync"/> does, and tells of it if the store fails over it.</summary>
    public async Task SignInAndTellAsync(ClaimsPrincipal principal, AuthenticationProperties properties, string scheme)
    {
        try
        {
            await SignInAsync(principal, properties, scheme);
        }
        catch (SecureSessionStoreException)
        {
            await RaiseAsync(SessionEventType.CommitFailed, null, _services.Policy.UserIdSelector(principal), detail: SessionMetrics.SignInDetail);
            throw;
        }
    }
}
