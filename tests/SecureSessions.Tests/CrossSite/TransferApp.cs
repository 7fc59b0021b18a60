using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.CrossSite;

/// <summary>An app with an endpoint that a forged request could misuse, and a browser that is signed in.</summary>
internal sealed class TransferApp : IAsyncDisposable
{
    public SessionHost Host { get; private set; } = null!;

    public Browser Browser { get; private set; } = null!;

    /// <summary>How many requests have reached the handler.</summary>
    public int Transfers { get; set; }

    public static async Task<TransferApp> StartAsync(
        Action<SecureSessionOptions>? configure = null, ServerKind kind = ServerKind.TestServer, bool authenticationFirst = true)
    {
        var app = new TransferApp();
        app.Host = await SessionHost.StartAsync(new SessionHostSettings
        {
            Kind = kind,
            Configure = configure,
            ConfigureServices = static services =>
            {
                services.AddCors().AddControllers().AddApplicationPart(typeof(TransferApp).Assembly);
            },
            Map = web => app.Map(web, authenticationFirst),
        });
        app.Browser = app.Host.NewBrowser();
        await app.Browser.GetAsync("/sign-in/alice");
        return app;
    }

    public static (string, string)[] Headers(string? site, string? origin) =>
    [
        .. site is null ? [] : ((string, string)[])[("Sec-Fetch-Site", site)],
        .. origin is null ? [] : ((string, string)[])[("Origin", origin)],
    ];

    /// <summary>Posts JSON as another site's form can: as text, which needs no preflight.</summary>
    public Task<Page> PostAsync(string path, (string, string)[] headers) => SendAsync(HttpMethod.Post, path, headers);

    public Task<Page> SendAsync(HttpMethod method, string path, (string, string)[] headers) =>
        Browser.SendAsync(method, path, method == HttpMethod.Get ? null : new StringContent("""{"to":"mallory"}"""), headers);

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await Host.DisposeAsync();
    }

    private void Map(WebApplication web, bool authenticationFirst)
    {
        if (!authenticationFirst)
            web.UseAuthentication().UseAuthorization();
        web.UseCors();
        SmallApp.Map(web);
        web.MapControllers();
        web.Map("/transfer", Transfer);
        web.Map("/members", Transfer).RequireAuthorization();
        web.Map("/for-all", Transfer).RequireCors(static cors => cors.AllowAnyOrigin().AllowAnyMethod().AllowAnyHeader());
        web.MapPost("/hook", static (ClaimsPrincipal user) => user.Identity!.Name).AllowCrossSite();
        web.MapPost("/bare", static () => "bare").WithoutSession();
    }

    private Task Transfer(HttpContext context)
    {
        Transfers++;
        return Task.CompletedTask;
    }
}
