using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Sessions;

/// <summary>A client that signs in, or steps up, has succeeded: the failed attempts before it are forgotten.</summary>
public sealed class SignInAttemptTests : IAsyncLifetime
{
    private TokenHost _host = null!;

    public async Task InitializeAsync() => _host = await TokenHost.StartAsync(new() { Map = Map });

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    [Trait("Requirement", "FA-5")]
    public async Task A_sign_in_for_a_client_forgets_them_and_is_told()
    {
        await FailAsync(4);
        await _host.Client.PostAsync("/counted-login", content: null);

        SecureSessionEvent told = Assert.Single(_host.Host.Events.Of(SessionEventType.SignedInAfterFailures));
        SecureSessionEvent created = Assert.Single(_host.Host.Events.Of(SessionEventType.Created));
        Assert.Equal((4, "ada", created.SessionId), (told.Failures, told.UserId, told.SessionId));
        await FailAsync(4);
    }

    [Fact]
    public async Task So_does_a_step_up_of_a_client()
    {
        TokenReply tokens = await _host.SignInAsync();
        await FailAsync(4);
        await _host.Client.PostAsync($"/counted-step-up?token={tokens.Refresh}", content: null);

        Assert.Equal(4, Assert.Single(_host.Host.Events.Of(SessionEventType.SignedInAfterFailures)).Failures);
        await FailAsync(4);
    }

    private static void Map(WebApplication app)
    {
        app.MapPost("/counted-failure", static async (HttpContext context, ISignInAttempts attempts) =>
        {
            Assert.True((await attempts.AdmitAsync(context, "ada")).IsAllowed);
            await attempts.ReportFailedAsync(context, "ada");
        });
        app.MapPost("/counted-login", static async (HttpContext context, ISignInAttempts attempts, ISecureSessionTokens tokens) =>
        {
            Assert.True((await attempts.AdmitAsync(context, "ada")).IsAllowed);
            await tokens.SignInAsync(context, SmallApp.PrincipalOf("ada"), new SessionTokenSignIn { ClientId = "cli" });
        });
        app.MapPost("/counted-step-up", static async (
            HttpContext context, string token, ISignInAttempts attempts, ISecureSessionTokens tokens) =>
        {
            Assert.True((await attempts.AdmitAsync(context, "ada")).IsAllowed);
            await tokens.StepUpAsync(context, token, ["otp"], "aal2");
        });
    }

    private async Task FailAsync(int times)
    {
        for (int i = 0; i < times; i++)
        {
            using HttpResponseMessage response = await _host.Client.PostAsync("/counted-failure", content: null);
            Assert.True(response.IsSuccessStatusCode);
        }
    }
}
