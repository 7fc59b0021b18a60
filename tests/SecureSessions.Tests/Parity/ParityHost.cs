using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Parity;

/// <summary>A small app with either library, so that both can be held to the same tests.</summary>
internal sealed class ParityHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ParityHost(WebApplication app) => _app = app;

    public Script Script { get; } = new();

    public static async Task<ParityHost> StartAsync(
        SessionLibrary library, Action<IServiceCollection>? addServices =
            null, Action<WebApplication>? map = null, Action<WebApplication>? before = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        Add(library, builder.Services);
        addServices?.Invoke(builder.Services);

        WebApplication app = builder.Build();
        before?.Invoke(app);
        _ = library == SessionLibrary.AspNetCore ? app.UseSession() : app.UseSecureSessions();
        map?.Invoke(app);
        var host = new ParityHost(app);
        host.Script.Map(app);
        await app.StartAsync();
        return host;
    }

    public Browser NewBrowser()
    {
        HttpClient client = _app.GetTestClient();
        client.BaseAddress = new Uri("https://localhost/");
        return new Browser(client);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void Add(SessionLibrary library, IServiceCollection services)
    {
        if (library == SessionLibrary.SecureSessions)
            services.AddSecureSessions();
        else
            services.AddDistributedMemoryCache().AddSession();
    }
}
