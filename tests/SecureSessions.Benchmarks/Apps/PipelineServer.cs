using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace SecureSessions.Benchmarks.Apps;

/// <summary>A server without a network: runs the app's whole pipeline on the caller's thread, and costs next to nothing itself.</summary>
internal sealed class PipelineServer : IServer
{
    private Func<PipelineExchange, Task>? _process;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _process = exchange => ProcessAsync(application, exchange);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }

    /// <summary>One request, until its <c>OnCompleted</c> callbacks have run.</summary>
    public Task SendAsync(PipelineExchange exchange) => _process!(exchange);

    private static async Task ProcessAsync<TContext>(IHttpApplication<TContext> application, PipelineExchange exchange)
        where TContext : notnull
    {
        TContext context = application.CreateContext(exchange.Begin());
        await application.ProcessRequestAsync(context);
        await exchange.StartAsync();
        await exchange.CompleteAsync();
        application.DisposeContext(context, exception: null);
    }
}
