using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.Identity;

/// <summary>Pages of Identity that ask a remembered user for the password again, as docs/identity.md shows it.</summary>
public sealed class GuardedPageTests
{
    [Fact]
    [Trait("Requirement", "SU-2")]
    public async Task A_page_of_Identity_can_require_a_fresh_authentication()
    {
        await using IdentityApp app = await IdentityApp.StartAsync(configure: static services =>
        {
            services.AddAuthorizationBuilder().AddPolicy(
                "fresh", static policy => policy.RequireFreshAuthentication(TimeSpan.FromMinutes(5)));
            services.Configure<RazorPagesOptions>(static pages =>
                pages.Conventions.AuthorizeAreaPage("Identity", "/Account/Manage/Email", "fresh"));
            services.Configure<SecureSessionAuthenticationOptions>(
                IdentityConstants.ApplicationScheme, static pages => pages.ReauthenticationPath = "/Confirm");
        });
        using Browser registered = await app.RegisterAsync();
        using Browser browser = await app.SignInAsync(remember: true);

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/Identity/Account/Manage/Email")).Status);
        app.Host.Clock.Leap(TimeSpan.FromDays(1));
        TestKit.Page page = await browser.GetAsync("/Identity/Account/Manage/Email", ("Accept", "text/html"));

        Assert.Equal((HttpStatusCode.Redirect, "/Confirm"), (page.Status, new Uri(page.Header("Location")).AbsolutePath));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/Identity/Account/Manage")).Status);
    }
}
