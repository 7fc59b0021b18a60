using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Benchmarks.Apps;

/// <summary>One of the apps on a <see cref="PipelineServer"/>, with a user signed in.</summary>
internal sealed class PipelineApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly PipelineServer _server = new();

    private PipelineApp(Variant variant, Action<IServiceCollection>? configure, Action<IEndpointRouteBuilder>? map)
    {
        _app = BenchmarkApp.Create(variant, builder =>
        {
            builder.Services.AddSingleton<IServer>(_server);
            configure?.Invoke(builder.Services);
        });
        map?.Invoke(_app);
    }

    public IServiceProvider Services => _app.Services;

    /// <summary>The request header of a browser that is signed in.</summary>
    public string Cookies { get; private set; } = "";

    /// <summary>Starts it with further services and pages.</summary>
    public static async Task<PipelineApp> StartAsync(
        Variant variant, Action<IServiceCollection>? configure = null, Action<IEndpointRouteBuilder>? map = null)
    {
        var app = new PipelineApp(variant, configure, map);
        await app._app.StartAsync();
        if (variant is not (Variant.Bare or Variant.Free))
            app.Cookies = await app.SignInAsync();
        return app;
    }

    public Task SendAsync(PipelineExchange exchange) => _server.SendAsync(exchange);

    /// <summary>Sends a request and fails if the answer is not 200.</summary>
    public async Task CheckAsync(PipelineExchange exchange)
    {
        await SendAsync(exchange);
        if (exchange.StatusCode != StatusCodes.Status200OK)
            throw new InvalidOperationException($"The app answered {exchange.StatusCode}.");
    }

    /// <summary>Signs in once more, as another browser; returns the request header that it sends from then on.</summary>
    public async Task<string> SignInAsync()
    {
        var signIn = new PipelineExchange("/signin", "");
        await CheckAsync(signIn);
        return string.Join("; ", signIn.Headers.SetCookie.Select(static line => line!.Split(';')[0]));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _server.Dispose();
    }
}
