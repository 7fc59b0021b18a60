using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication;
using Xunit;

namespace SecureSessions.Tests.Setup;

/// <summary>Tokens of an identity provider that sessions keep, and nothing is known to use, are named in the log once.</summary>
[Trait("Requirement", "ST-10")]
public sealed class ProviderTokensTests
{
    private readonly Script _script = new();

    [Fact]
    public async Task The_first_session_that_keeps_them_is_told_of_and_no_other_and_no_token_is_in_the_line()
    {
        await using SessionHost host = await StartAsync();
        await SignInAsync(host);
        Assert.Empty(host.Logs.Of("session_weak_setting"));

        await SignInAsync(host, ("access_token", "the-access-token"), ("refresh_token", "the-refresh-token"));
        await SignInAsync(host, ("access_token", "another"));

        LogLine line = Assert.Single(host.Logs.Of("session_weak_setting"));
        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.StartsWith(
            "Tokens of an identity provider in sessions (SaveTokens) weakens the sessions: ", line.Message, StringComparison.Ordinal);
        Assert.All(
            (string[])["Leave SaveTokens off", "AddOpenIdConnectSessions()", "UsesProviderTokens"],
            words => Assert.Contains(words, line.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("the-", line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_says_that_it_uses_them_is_told_nothing()
    {
        await using SessionHost host = await StartAsync(static options => options.UsesProviderTokens = true);

        await SignInAsync(host, ("id_token", "x"));

        Assert.Empty(host.Logs.Of("session_weak_setting"));
    }

    [Fact]
    public async Task Tokens_that_a_session_gets_later_are_told_of_too()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = await SignInAsync(host);

        await _script.RunAsync(browser, static async context =>
        {
            AuthenticateResult present = await context.AuthenticateAsync();
            present.Properties!.StoreTokens([new AuthenticationToken { Name = "access_token", Value = "x" }]);
            await context.SignInAsync(present.Principal!, present.Properties);
        });

        Assert.Single(host.Logs.Of("session_weak_setting"));
    }

    [Fact]
    public async Task Tokens_that_a_check_of_the_app_adds_are_told_of_too()
    {
        await using SessionHost host = await StartAsync(
            configureSessions: static sessions => sessions.AddSessionValidator<TokenFetch>());
        using Browser browser = await SignInAsync(host);

        await _script.RunAsync(browser, static _ => { });

        Assert.Single(host.Logs.Of("session_weak_setting"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_package_for_OpenID_Connect_uses_them_as_long_as_it_refreshes_them(bool refreshes)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddAuthentication().AddOpenIdConnect("provider", static _ => { });
        services.AddSecureSessions().AddOpenIdConnectSessions("provider", options => options.RefreshTokens = refreshes);
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Equal(refreshes, provider.GetRequiredService<IOptions<SecureSessionOptions>>().Value.UsesProviderTokens);
    }

    private Task<SessionHost> StartAsync(
        Action<SecureSessionOptions>? configure = null, Action<SecureSessionsBuilder>? configureSessions = null) =>
        SessionHost.StartAsync(new SessionHostSettings
        {
            Configure = configure,
            ConfigureSessions = configureSessions,
            Map = app => _script.Map(app),
        });

    private async Task<Browser> SignInAsync(SessionHost host, params (string Name, string Value)[] tokens)
    {
        Browser browser = host.NewBrowser();
        await _script.RunAsync(browser, context =>
        {
            var properties = new AuthenticationProperties();
            if (tokens.Length > 0)
                properties.StoreTokens(tokens.Select(static token => new AuthenticationToken { Name = token.Name, Value = token.Value }));
            return context.SignInAsync(TestUsers.Alice, properties);
        });
        return browser;
    }

    private sealed class TokenFetch : ISessionValidator
    {
        public bool IsDue(SessionValidationContext context) => !context.Properties.GetTokens().Any();

        public ValueTask ValidateAsync(SessionValidationContext context)
        {
            context.Properties.StoreTokens([new AuthenticationToken { Name = "access_token", Value = "x" }]);
            context.ShouldRenew = true;
            return ValueTask.CompletedTask;
        }
    }
}
