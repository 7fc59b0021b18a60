using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Authentication;

/// <summary>A scheme of an app without ASP.NET Core Identity signs clients in and out.</summary>
public sealed class SchemeTests
{
    private const string Scheme = "Clients";

    [Fact]
    public async Task A_sign_in_is_a_session_of_its_own_and_its_sign_out_ends_it()
    {
        await using TokenHost host = await StartAsync();
        TokenReply reply = await TokenHost.ReadAsync(await host.Client.PostAsync("/enter/ada", content: null));
        string access = reply.Text("accessToken")!;

        Assert.Equal("app", TokenHost.ClaimsOf(access).GetProperty("client_id").GetString());
        Assert.Equal("ada", (await host.CallAsync(access, "/me")).Body);
        Assert.Equal("app", Assert.Single(await host.Host.Manager.ListAsync("ada")).ClientName);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/leave");
        request.Headers.Authorization = new("Bearer", access);
        using HttpResponseMessage left = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, left.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync(access, "/me"));
        Assert.Equal("invalid_grant", (await host.RefreshAsync(reply.Text("refreshToken"))).Error);
    }

    [Fact]
    public async Task A_name_that_is_too_long_for_lists_is_cut()
    {
        await using TokenHost host = await StartAsync();

        await host.Client.PostAsync($"/enter/ada?name={new string('n', 100)}", content: null);

        Assert.Equal(new string('n', 64), Assert.Single(await host.Host.Manager.ListAsync("ada")).ClientName);
    }

    [Fact]
    public async Task A_request_without_a_token_is_challenged_and_one_without_the_right_is_forbidden_as_by_the_bearer_scheme()
    {
        await using TokenHost host = await StartAsync();
        TokenReply reply = await TokenHost.ReadAsync(await host.Client.PostAsync("/enter/ada", content: null));

        Page challenged = await host.CallAsync(token: null, "/me");
        Page forbidden = await host.CallAsync(reply.Text("accessToken"), "/boss");

        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (challenged.Status, challenged.Header("WWW-Authenticate")));
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.Status);
    }

    [Fact]
    public async Task The_session_of_a_cookie_stays_beside_it()
    {
        await using TokenHost host = await StartAsync();
        using Browser browser = host.Host.NewBrowser();
        await browser.GetAsync("/sign-in/ada");

        await browser.SendAsync(HttpMethod.Post, "/enter/ada", content: null, ("Sec-Fetch-Site", "same-origin"));

        Assert.Equal("ada", (await browser.GetAsync("/who")).Body);
        Assert.Equal(2, (await host.Host.Manager.ListAsync("ada")).Count);
    }

    private static Task<TokenHost> StartAsync() => TokenHost.StartAsync(new TokenHostSettings
    {
        ConfigureServices = static services => services.AddAuthentication().AddSessionTokens(
            Scheme, static tokens => tokens.SelectClientName = static context => context.Request.Query["name"]),
        Map = static app =>
        {
            app.MapPost("/enter/{user}", static context => context.SignInAsync(
                Scheme, SmallApp.PrincipalOf((string)context.Request.RouteValues["user"]!)));
            app.MapPost("/leave", static context => context.SignOutAsync(Scheme));
            app.MapGet("/me", static context => context.Response.WriteAsync(context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? ""))
                .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = Scheme });
            app.MapGet("/boss", static context => context.Response.WriteAsync("boss"))
                .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = Scheme, Roles = "boss" });
        },
    });
}
