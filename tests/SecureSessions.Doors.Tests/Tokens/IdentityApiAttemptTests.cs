using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Doors.Tests.Identity;
using Xunit;

namespace SecureSessions.Doors.Tests.Tokens;

/// <summary>The login of <c>MapIdentityApi()</c> with <c>AddSignInAttempts()</c>.</summary>
public sealed class IdentityApiAttemptTests : IAsyncLifetime
{
    private const string Nobody = "nobody@example.org";

    private IdentityApi _api = null!;

    public async Task InitializeAsync() => _api = await IdentityApi.StartAsync(new()
    {
        CountsAttempts = true,

        // Identity's own lockout would tell which users there are.
        Services = static services => services.Configure<IdentityOptions>(static options => options.Lockout.MaxFailedAccessAttempts = 100),
    });

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Theory]
    [Trait("Requirement", "FA-1")]
    [Trait("Requirement", "FA-5")]
    [InlineData("/login")]
    [InlineData("/login?useCookies=true")]
    public async Task After_five_wrong_passwords_the_login_answers_429_and_a_right_one_forgets_them(string login)
    {
        for (int i = 0; i < 5; i++)
            Assert.Equal(401, (await LogInAsync(new { email = IdentityApi.User, password = "wrong" }, login)).Status);

        (int status, string? retryAfter, string body) = await LogInAsync(RightPassword, login);
        Assert.Equal((429, "1"), (status, retryAfter));
        Assert.Equal(
            (429, "Too many failed attempts. Try again later."),
            (Property(body, "status").GetInt32(), Property(body, "detail").GetString()));
        _api.Host.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(200, (await LogInAsync(RightPassword, login)).Status);
        Assert.Equal(5, Assert.Single(_api.Host.Events.Of(SessionEventType.SignedInAfterFailures)).Failures);
        Assert.Equal(401, (await LogInAsync(new { email = IdentityApi.User, password = "wrong" }, login)).Status);
    }

    [Fact]
    [Trait("Requirement", "FA-4")]
    public async Task A_user_that_there_is_not_gets_the_same_answers()
    {
        for (int i = 0; i < 8; i++)
        {
            (int, string?, string) known = await LogInAsync(new { email = IdentityApi.User, password = "wrong" });
            (int, string?, string) unknown = await LogInAsync(new { email = Nobody, password = "wrong" });
            Assert.Equal(WithoutTrace(known), WithoutTrace(unknown));
        }
    }

    [Fact]
    public async Task Sign_ins_are_not_counted()
    {
        for (int i = 0; i < 10; i++)
            Assert.Equal(200, (await LogInAsync(RightPassword)).Status);
    }

    [Fact]
    [Trait("Requirement", "FA-3")]
    public async Task Codes_are_counted_apart_and_a_right_password_does_not_forget_them()
    {
        string[] recoveryCodes = await EnableTwoFactorAsync();
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal((401, "RequiresTwoFactor"), await DetailAsync(RightPassword));
            Assert.Equal((401, "Failed"), await DetailAsync(WithCode("000000")));
        }

        Assert.Equal(429, (await LogInAsync(WithCode("000000"))).Status);
        Assert.Equal((401, "RequiresTwoFactor"), await DetailAsync(RightPassword));
        Assert.All(
            _api.Host.Events.Of(SessionEventType.SignInFailed), static failed => Assert.Equal("otp", failed.Detail));

        _api.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await LogInAsync(new
        {
            email = IdentityApi.User,
            password = IdentityApp.Password,
            twoFactorRecoveryCode = recoveryCodes[0],
        })).Status);
        Assert.Equal((401, "Failed"), await DetailAsync(WithCode("000000")));
    }

    [Fact]
    public async Task A_sign_in_with_a_code_forgets_the_wrong_passwords_too()
    {
        string[] recoveryCodes = await EnableTwoFactorAsync();
        for (int i = 0; i < 4; i++)
            await LogInAsync(new { email = IdentityApi.User, password = "wrong" });
        Assert.Equal(200, (await LogInAsync(new
        {
            email = IdentityApi.User,
            password = IdentityApp.Password,
            twoFactorRecoveryCode = recoveryCodes[0],
        })).Status);

        for (int i = 0; i < 5; i++)
            Assert.Equal(401, (await LogInAsync(new { email = IdentityApi.User, password = "wrong" })).Status);
    }

    [Fact]
    public async Task A_body_that_is_no_login_is_refused_as_ever_and_so_are_the_other_endpoints_left_alone()
    {
        Assert.Equal(400, (await LogInAsync(new { password = "wrong" })).Status);
        using HttpResponseMessage registered = await _api.PostAsync(
            "/register", new { email = "ben@example.org", password = IdentityApp.Password });
        Assert.Equal(HttpStatusCode.OK, registered.StatusCode);
        using HttpResponseMessage refreshed = await _api.RefreshAsync((await _api.LogInAsync()).Refresh);
        Assert.Equal(HttpStatusCode.OK, refreshed.StatusCode);
    }

    [Fact]
    public async Task A_bearer_token_of_Identity_itself_is_a_success_as_well()
    {
        await using IdentityApp app = await IdentityApp.StartAsync(IdentitySetup.AddIdentityApiEndpoints);
        using HttpClient client = app.Host.NewClient();
        var ada = new { email = "ada@example.org", password = IdentityApp.Password };
        using HttpResponseMessage registered = await client.PostAsJsonAsync("/register", ada);
        Assert.Equal(HttpStatusCode.OK, registered.StatusCode);
        for (int i = 0; i < 10; i++)
        {
            using HttpResponseMessage response = await client.PostAsJsonAsync("/login", ada);
            Assert.Contains("accessToken", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private static object RightPassword => new { email = IdentityApi.User, password = IdentityApp.Password };

    private static object WithCode(string code) =>
        new { email = IdentityApi.User, password = IdentityApp.Password, twoFactorCode = code };

    private static JsonElement Property(string body, string name) => JsonDocument.Parse(body).RootElement.GetProperty(name);

    private static (int, string?, string?) WithoutTrace((int Status, string? RetryAfter, string Body) answer) =>
        (answer.Status, answer.RetryAfter, Property(answer.Body, "detail").GetString());

    private async Task<(int Status, string? Detail)> DetailAsync(object login)
    {
        (int status, _, string body) = await LogInAsync(login);
        return (status, Property(body, "detail").GetString());
    }

    private async Task<(int Status, string? RetryAfter, string Body)> LogInAsync(object login, string path = "/login")
    {
        using HttpResponseMessage response = await _api.PostAsync(path, login);
        return ((int)response.StatusCode, response.Headers.RetryAfter?.ToString(), await response.Content.ReadAsStringAsync());
    }

    private Task<string[]> EnableTwoFactorAsync() => _api.WithUsersAsync(static async (users, user) =>
    {
        await users.ResetAuthenticatorKeyAsync(user);
        await users.SetTwoFactorEnabledAsync(user, enabled: true);
        return (await users.GenerateNewTwoFactorRecoveryCodesAsync(user, 10))!.ToArray();
    });
}
