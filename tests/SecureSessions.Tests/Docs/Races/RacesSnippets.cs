using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace SecureSessions.Tests.Docs.Races;

/// <summary>The code blocks of the page.</summary>
internal static class RacesSnippets
{
    public static async Task StoreTokenAsync(HttpContext context, string renewed)
    {
        #region token
        AuthenticateResult current = await context.AuthenticateAsync();
        current.Properties!.UpdateTokenValue("access_token", renewed);
        await context.SignInAsync(current.Principal!, current.Properties);   // tokens only: no new cookie, and parallel requests go on
        #endregion
    }
}
