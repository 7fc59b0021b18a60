using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace SecureSessions.Tests.Properties;

/// <summary>A server without sockets or threads: a request runs where it is sent, until it waits.</summary>
internal sealed class DirectServer : IServer
{
    private Func<IFeatureCollection, Task>? _process;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _process = features => ProcessAsync(application, features);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<DirectResponse> SendAsync(string path, string query, IEnumerable<(string Name, string Value)> headers)
    {
        var request = new HttpRequestFeature { Method = "GET", Scheme = "https", Protocol = "HTTP/1.1", Path = path, QueryString = query };
        request.Headers.Host = "localhost";
        foreach ((string name, string value) in headers)
            request.Headers[name] = value;

        var response = new DirectResponse();
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(response);
        features.Set<IHttpRequestLifetimeFeature>(response);
        await _process!(features);
        return response;
    }

    public void Dispose()
    {
    }

    private static async Task ProcessAsync<TContext>(IHttpApplication<TContext> application, IFeatureCollection features)
        where TContext : notnull
    {
        var response = (DirectResponse)features.GetRequiredFeature<IHttpResponseFeature>();
        TContext context = application.CreateContext(features);
        Exception? failure = null;
        try
        {
            await application.ProcessRequestAsync(context);
            await response.CompleteAsync();
        }
        catch (Exception exception)
        {
            failure = exception;
            response.Fail();
        }

        await response.RunCompletedAsync();
        application.DisposeContext(context, failure);
    }
}
