using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication;
using Xunit;

namespace SecureSessions.Tests.SignIn;

public sealed partial class SignInTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Without_a_user_id_nobody_signs_in(string? userId)
    {
        var claims = new List<Claim> { new(ClaimTypes.Name, "Alice") };
        if (userId is not null)
            claims.Add(new Claim(ClaimTypes.NameIdentifier, userId));

        InvalidOperationException error = await RefusalAsync(new ClaimsPrincipal(new ClaimsIdentity(claims, "password")));

        Assert.Contains("UserIdSelector", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", 1025)]
    [InlineData("\u20AC", 342)]
    public async Task A_user_id_that_is_too_long_is_refused(string letter, int length)
    {
        InvalidOperationException error = await RefusalAsync(TestUsers.Create(string.Concat(Enumerable.Repeat(letter, length))));

        Assert.Contains("1024", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", 1024)]
    [InlineData("\u20AC", 341)]
    public async Task A_user_id_of_the_greatest_length_is_accepted(string letter, int length)
    {
        string userId = string.Concat(Enumerable.Repeat(letter, length));
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();

        await SignInAsync(browser, userId);

        Assert.Equal(userId, await UserAsync(browser));
    }

    [Fact]
    public async Task A_sub_claim_or_a_selector_of_the_app_names_the_user()
    {
        await using SessionHost host = await StartAsync(
            static options => options.UserIdSelector = static principal => "tenant-1/" + principal.FindFirstValue("sub"));
        using Browser browser = host.NewBrowser();

        await _script.RunAsync(
            browser, context => context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "alice")], "oidc"))));

        Assert.Equal("tenant-1/alice", await _script.AskAsync(browser, context => context.GetSecureSession().UserId));
    }

    [Theory]
    [InlineData(ServerKind.TestServer)]
    [InlineData(ServerKind.KestrelHttp1)]
    [InlineData(ServerKind.KestrelHttp2)]
    [Trait("Requirement", "RG-4")]
    public async Task A_sign_in_after_the_response_has_started_is_refused(ServerKind kind)
    {
        await using SessionHost host = await SessionHost.StartAsync(app => _script.Map(app), kind: kind);
        using Browser browser = host.NewBrowser();
        await _script.RunAsync(browser, async context =>
        {
            await context.Response.WriteAsync("first byte");
            InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
                () => context.SignInAsync(TestUsers.Alice));
            Assert.Contains("response has started", error.Message, StringComparison.Ordinal);
        });

        Assert.Null(browser.Token);
        Assert.Empty(host.Events.Of(SessionEventType.Created));
    }

    [Fact]
    public async Task An_endpoint_without_session_says_that_nobody_can_sign_in_or_out_there()
    {
        await using SessionHost host = await SessionHost.StartAsync(app => _script.Map(app).WithoutSession());
        using Browser browser = host.NewBrowser();

        await _script.RunAsync(browser, async context =>
        {
            InvalidOperationException signIn = await Assert.ThrowsAsync<InvalidOperationException>(
                () => context.SignInAsync(TestUsers.Alice));
            InvalidOperationException signOut = await Assert.ThrowsAsync<InvalidOperationException>(() => context.SignOutAsync());
            Assert.All([signIn, signOut], error => Assert.Contains("WithoutSession()", error.Message, StringComparison.Ordinal));
        });
    }

    [Fact]
    [Trait("Requirement", "CK-10")]
    public async Task Over_plain_http_nobody_signs_in()
    {
        await using SessionHost host = await SessionHost.StartAsync(
            new SessionHostSettings { Https = false, Map = app => _script.Map(app) });
        using Browser browser = host.NewBrowser();

        await _script.RunAsync(browser, async context =>
        {
            InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
                () => context.SignInAsync(TestUsers.Alice));
            Assert.Contains("UseForwardedHeaders()", error.Message, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(ServerKind.TestServer)]
    [InlineData(ServerKind.KestrelHttp1)]
    [InlineData(ServerKind.KestrelHttp2)]
    public async Task If_the_handler_throws_after_a_sign_in_the_new_session_is_ended(ServerKind kind)
    {
        await using SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            Kind = kind,
            Before = static app => app.UseExceptionHandler(static error => error.Run(static _ => Task.CompletedTask)),
            Map = app => _script.Map(app),
        });
        using Browser browser = host.NewBrowser();
        Page page = await _script.RunAsync(browser, async context =>
        {
            await context.SignInAsync(TestUsers.Alice);
            throw new InvalidOperationException("after the sign-in");
        });

        Assert.Equal((HttpStatusCode.InternalServerError, null), (page.Status, browser.Token));
        Assert.Equal(SessionEndReason.Undelivered, Assert.Single(host.Events.Of(SessionEventType.Expired)).Reason);
    }

    private async Task<InvalidOperationException> RefusalAsync(ClaimsPrincipal principal)
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        InvalidOperationException error = await _script.AskAsync(
            browser, context => Assert.ThrowsAsync<InvalidOperationException>(() => context.SignInAsync(principal)));
        Assert.Null(browser.Token);
        return error;
    }
}
