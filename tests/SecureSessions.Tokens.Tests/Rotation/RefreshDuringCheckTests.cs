using System.Net;
using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Rotation;

/// <summary>A request of the same client refreshes first, and its token is used, while code of the app checks the session.</summary>
public sealed class RefreshDuringCheckTests
{
    [Fact]
    [Trait("Requirement", "TK-6")]
    public async Task The_later_refresh_gets_the_same_successor_which_stays_good()
    {
        await using TokenHost host = await TokenHost.StartAsync(new TokenHostSettings
        {
            ConfigureSessions = static sessions => sessions.AddPrincipalRefresher<Overtaken>(),
            ConfigureServices = static services => services.AddSingleton<Overtaken>(),
        });
        TokenReply before = await host.SignInAsync();
        TokenReply? first = null;
        host.Host.Services.GetRequiredService<Overtaken>().Meanwhile = async () =>
        {
            first = await host.RefreshAsync(before.Refresh);
            await host.CallAsync(first.Access);
        };
        await host.Host.Manager.RequireRefreshAsync("ada");

        TokenReply second = await host.RefreshAsync(before.Refresh);

        Assert.Equal((HttpStatusCode.OK, first!.Refresh), (second.Status, second.Refresh));
        host.Clock.Advance(TimeSpan.FromMinutes(15));
        TokenReply next = await host.RefreshAsync(first.Refresh);
        Assert.Equal(HttpStatusCode.OK, next.Status);
        Assert.Equal(HttpStatusCode.OK, (await host.RefreshAsync(first.Refresh)).Status);
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(next.Access));
    }

    private sealed class Overtaken : IPrincipalRefresher
    {
        /// <summary>What happens during the first check.</summary>
        public Func<Task>? Meanwhile { get; set; }

        public async ValueTask<ClaimsPrincipal?> RefreshAsync(PrincipalRefreshContext context)
        {
            Func<Task>? meanwhile = Meanwhile;
            Meanwhile = null;
            if (meanwhile is not null)
                await meanwhile();

            return new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, context.UserId)], "password"));
        }
    }
}
