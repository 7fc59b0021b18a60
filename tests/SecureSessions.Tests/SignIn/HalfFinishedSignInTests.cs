using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.SignIn;

/// <summary>A second scheme for users who have given the right password and not yet the code: they are not signed in.</summary>
public sealed class HalfFinishedSignInTests
{
    private const string Pending = "Pending";
    private const string Nobody = """{"signedIn":false,"userId":null,"idleSeconds":1200,"absoluteSeconds":28800,"endReason":null}""";

    [Theory]
    [InlineData("GET", "/session/list")]
    [InlineData("POST", "/session/end-others")]
    [InlineData("POST", "/session/end-all")]
    [InlineData("POST", "/session/end/{0}")]
    [Trait("Requirement", "MS-2")]
    public async Task A_half_finished_sign_in_neither_sees_nor_ends_the_accounts_sessions(string method, string path)
    {
        await using SessionHost host = await StartAsync();
        using Browser owner = host.NewBrowser();
        await owner.GetAsync("/sign-in/alice");
        string id = (await owner.GetAsync("/id")).Body;
        using Browser half = host.NewBrowser();
        await half.GetAsync("/half/alice");

        Page page = await half.SendAsync(new HttpMethod(method), path.Replace("{0}", id, StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.Unauthorized, ""), (page.Status, page.Body));
        Assert.Equal("alice", (await owner.GetAsync("/who")).Body);
    }

    [Fact]
    public async Task A_half_finished_sign_in_has_an_anonymous_status_and_can_be_given_up()
    {
        await using SessionHost host = await StartAsync();
        using Browser half = host.NewBrowser();
        await half.GetAsync("/half/alice");

        Assert.Equal(Nobody, (await half.GetAsync("/session/status")).Body);
        Assert.Equal("""{"ended":1,"signedOut":true}""", (await half.PostAsync("/session/sign-out")).Body);
        Assert.Null(half.Token);
    }

    [Fact]
    public async Task Endpoints_that_name_a_scheme_act_for_its_users()
    {
        await using SessionHost host = await StartAsync();
        using Browser half = host.NewBrowser();
        await half.GetAsync("/half/alice");

        Assert.Equal(HttpStatusCode.OK, (await half.GetAsync("/pending/list")).Status);
    }

    private static Task<SessionHost> StartAsync() => SessionHost.StartAsync(new SessionHostSettings
    {
        ConfigureServices = static services => services.AddAuthentication().AddSecureSession(Pending),
        Map = static app =>
        {
            SmallApp.Map(app);
            app.MapGet(
                "/half/{user}", static (HttpContext context, string user) => context.SignInAsync(Pending, SmallApp.PrincipalOf(user)));
            app.MapSecureSessions();
            app.MapGet(
                "/pending/list",
                static (HttpContext context) => SessionEndpoints.UserIdOf(context) is null ? Results.Unauthorized() : Results.Ok())
                .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = Pending });
        },
    });
}
