using System.Net;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;

namespace SecureSessions.Tokens.Tests.Hosting;

/// <summary>An API that is another app than the one that issues the tokens, and has no sessions.</summary>
internal sealed class ResourceServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private ResourceServer(WebApplication app)
    {
        _app = app;
        _client = app.GetTestClient();
    }

    public static async Task<ResourceServer> StartAsync(TokenHost issuer, SessionCheck check, string? cookie = null)
    {
        // As Development does: services that cannot be made are found at start-up.
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Development",
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(issuer.Clock);
        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication().AddSessionBearer(bearer =>
        {
            bearer.Authority = TokenHost.Issuer;
            bearer.Audience = TokenHost.Api;
            bearer.Check = check;
            bearer.AccessTokenCookieName = cookie;
        });
        HttpClient backchannel = issuer.Host.NewClient();
        builder.Services.Configure<JwtBearerOptions>(
            JwtBearerDefaults.AuthenticationScheme, options => options.Backchannel = backchannel);
        WebApplication app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapMethods("/api", ["GET", "POST"], static context => context.Response.WriteAsync("hello")).RequireAuthorization();
        await app.StartAsync();
        return new ResourceServer(app);
    }

    public async Task<HttpStatusCode> StatusAsync(string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api");
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using HttpResponseMessage response = await _client.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>The status of a request that a page of that site sends with its cookies.</summary>
    public async Task<HttpStatusCode> StatusByCookieAsync(HttpMethod method, string cookies, string site)
    {
        using var request = new HttpRequestMessage(method, "/api");
        request.Headers.Add("Cookie", cookies);
        request.Headers.Add("Sec-Fetch-Site", site);
        using HttpResponseMessage response = await _client.SendAsync(request);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }
}
