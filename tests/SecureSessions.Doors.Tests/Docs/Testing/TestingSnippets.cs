extern alias Shop;

using System.Net.Http.Json;
using System.Security.Claims;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Testing;

namespace SecureSessions.Doors.Tests.Docs.Testing;

#pragma warning disable IDE0065 // The name of the app's entry point, as the page has it: another app of this project has it too.
using Program = Shop::Program;
#pragma warning restore IDE0065

/// <summary>Code blocks of <c>docs/testing.md</c> beside its app and its tests.</summary>
internal static class TestingSnippets
{
    public static async Task<TestBrowser> SignInAsync(WebApplicationFactory<Program> app, ClaimsPrincipal principal)
    {
        #region sign-in
        TestBrowser user = await app.SignInAsync(new TestUser("alice")
        {
            Roles = ["admin"],
            Claims = [new Claim("tenant", "contoso")],
            IsRemembered = true,                                    // "remember me"
            AuthenticationAge = TimeSpan.FromHours(1),              // authenticated an hour ago
            AuthenticationMethods = ["pwd", "otp"],
            AuthenticationLevel = "aal2",
        });
        TestBrowser another = await app.SignInAsync(new TestUser(principal));
        #endregion
        await another.SignInAsync("bob");
        return user;
    }

    public static async Task<TestBrowser> SignInWithIdentityAsync<TEntryPoint>(WebApplicationFactory<TEntryPoint> app, IdentityUser user)
        where TEntryPoint : class
    {
        #region identity
        TestBrowser alice = app.CreateBrowser();
        await alice.RunAsync(context =>
            context.RequestServices.GetRequiredService<SignInManager<IdentityUser>>().SignInAsync(user, isPersistent: false));
        #endregion
        return alice;
    }

    public static async Task<HttpResponseMessage> SendJsonAsync(TestBrowser alice)
    {
        #region json
        HttpResponseMessage answer = await alice.SendWithTokenAsync(
            new HttpRequestMessage(HttpMethod.Put, "/api/cart") { Content = JsonContent.Create(new { Items = 3 }) });
        #endregion
        return answer;
    }

    public static HttpRequestMessage Forge()
    {
        #region other-site
        var forged = new HttpRequestMessage(HttpMethod.Post, "/orders");
        forged.Headers.Add("Sec-Fetch-Site", "cross-site");         // with the session's cookie: 403
        #endregion
        return forged;
    }

    public static TestBrowser SeeRedirects(WebApplicationFactory<Program> app)
    {
        #region redirects
        TestBrowser visitor = app.CreateBrowser(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        #endregion
        return visitor;
    }

    public static WebApplicationFactory<Program> KeepStore()
    {
        #region keep-store
        var app = new WebApplicationFactory<Program>().WithTestSessions(options => options.KeepStore = true);
        #endregion
        return app;
    }

    #region own-factory
    public sealed class ShopFactory : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseTestSessions();
    }
    #endregion
}
