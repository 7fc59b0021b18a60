using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Authentication;

/// <summary>What is missing beside a scheme that answers with tokens is said at start-up.</summary>
public sealed class StartUpTests
{
    private const string Scheme = "Clients";

    [Fact]
    public async Task Without_tokens_and_without_a_bearer_scheme_it_says_what_to_call() => Assert.Equal(
        [
            "The scheme 'Clients' of AddSessionTokens() needs tokens. Call AddSecureSessions().AddTokens() before builder.Build().",
            "BearerScheme is 'Bearer', which is no scheme that reads access tokens. Call AddSessionBearer(), and name its scheme if it has "
            + "a name of its own.",
        ],
        await ErrorsAsync(static services => services.AddAuthentication().AddSessionTokens(Scheme)));

    [Fact]
    public async Task A_client_id_that_is_none_is_refused() => Assert.Equal(
        ["ClientId is 'naïve'. Use 1 to 128 printable ASCII characters."],
        await ErrorsAsync(static services =>
        {
            AddTokens(services);
            services.AddAuthentication().AddSessionBearer().AddSessionTokens(Scheme, static tokens => tokens.ClientId = "naïve");
        }));

    [Fact]
    public async Task Settings_of_the_bearer_token_that_it_replaces_are_refused_by_name() => Assert.Equal(
        [
            "BearerTokenExpiration is set for the bearer token of the scheme 'Clients', which AddSessionTokens() replaces. Remove it "
            + "there, and use AccessTokenLifetime of AddSecureSessions().AddTokens(...).",
            "RefreshTokenExpiration is set for the bearer token of the scheme 'Clients', which AddSessionTokens() replaces. Remove it "
            + "there, and use RefreshIdleTimeout and RefreshAbsoluteTimeout of AddSecureSessions().AddTokens(...).",
            "Events are set for the bearer token of the scheme 'Clients', which AddSessionTokens() replaces. Remove them there, and use "
            + "those of JwtBearerOptions of the scheme of AddSessionBearer().",
        ],
        await ErrorsAsync(static services =>
        {
            AddTokens(services);
            services.AddAuthentication().AddSessionBearer().AddSessionTokens(Scheme).AddBearerToken(Scheme, static bearer =>
            {
                bearer.BearerTokenExpiration = TimeSpan.FromMinutes(5);
                bearer.RefreshTokenExpiration = TimeSpan.FromDays(1);
                bearer.Events = new BearerTokenEvents { OnMessageReceived = static _ => Task.CompletedTask };
            });
        }));

    [Fact]
    public async Task Another_bearer_token_of_the_app_stays_as_it_is()
    {
        await using SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            Environment = "Development",
            ConfigureServices = static services =>
            {
                AddTokens(services);
                services.AddAuthentication().AddSessionBearer().AddSessionTokens(Scheme)
                    .AddBearerToken("Other", static bearer => bearer.BearerTokenExpiration = TimeSpan.FromMinutes(5));
            },
        });

        Assert.NotNull(host.Services.GetRequiredService<IOptionsMonitor<BearerTokenOptions>>().Get("Other").RefreshTokenProtector);
        var schemes = host.Services.GetRequiredService<IAuthenticationSchemeProvider>();
        Assert.Equal(typeof(BearerTokenOptions).Assembly, (await schemes.GetSchemeAsync("Other"))!.HandlerType.Assembly);
    }

    [Fact]
    public async Task The_scheme_of_Identity_without_Identity_is_refused() => Assert.Equal(
        [
            "AddSessionTokens(IdentityConstants.BearerScheme) needs ASP.NET Core Identity. Call AddIdentity(), AddDefaultIdentity() or "
            + "AddIdentityApiEndpoints() as well, or AddIdentityCore().AddSignInManager().",
        ],
        await ErrorsAsync(static services =>
        {
            AddTokens(services);
            services.AddAuthentication().AddSessionBearer().AddSessionTokens(IdentityConstants.BearerScheme);
        }));

    [Fact]
    public async Task A_scheme_of_another_kind_is_not_replaced()
    {
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => SessionHost.StartAsync(
            new SessionHostSettings
            {
                ConfigureServices = static services =>
                {
                    AddTokens(services);
                    services.AddAuthentication().AddCookie(Scheme).AddSessionBearer().AddSessionTokens(Scheme);
                },
            }));

        Assert.StartsWith("Scheme already exists: Clients, with CookieAuthenticationHandler.", error.Message, StringComparison.Ordinal);
    }

    private static void AddTokens(IServiceCollection services) => services.AddSecureSessions().AddTokens(static tokens =>
    {
        tokens.Issuer = TokenHost.Issuer;
        tokens.Audiences.Add(TokenHost.Api);
    });

    private static Task<string[]> ErrorsAsync(Action<IServiceCollection> configure) => StartUpErrors.OfAsync(
        () => SessionHost.StartAsync(new SessionHostSettings { Environment = "Development", ConfigureServices = configure }));
}
