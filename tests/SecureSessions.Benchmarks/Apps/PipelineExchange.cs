using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SecureSessions.Benchmarks.Apps;

/// <summary>A request and its response as features. One at a time; used again and again, so that it allocates little of its own.</summary>
internal sealed class PipelineExchange : IHttpResponseFeature, IHttpResponseBodyFeature
{
    private readonly Stack<(Func<object, Task> Callback, object State)> _starting = new();
    private readonly Stack<(Func<object, Task> Callback, object State)> _completed = new();
    private readonly HttpRequestFeature _request = new() { Scheme = "http", Protocol = "HTTP/1.1", Method = "GET" };
    private readonly HttpConnectionFeature _connection = new() { RemoteIpAddress = IPAddress.Loopback };
    private readonly PipeWriter _writer = PipeWriter.Create(Stream.Null);

    public PipelineExchange(string path, string cookies)
    {
        _request.Path = path;
        _request.Headers.Host = "localhost";
        _request.Headers.UserAgent = BenchmarkApp.Browser;
        if (cookies.Length > 0)
            _request.Headers.Cookie = cookies;
    }

    public int StatusCode { get; set; }

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    public Stream Body { get; set; } = Stream.Null;

    public bool HasStarted { get; private set; }

    public Stream Stream => Stream.Null;

    public PipeWriter Writer => _writer;

    public FeatureCollection Begin()
    {
        HasStarted = false;
        StatusCode = StatusCodes.Status200OK;
        Headers.Clear();
        var features = new FeatureCollection(8);
        features.Set<IHttpRequestFeature>(_request);
        features.Set<IHttpConnectionFeature>(_connection);
        features.Set<IHttpResponseFeature>(this);
        features.Set<IHttpResponseBodyFeature>(this);
        return features;
    }

    public void OnStarting(Func<object, Task> callback, object state) => _starting.Push((callback, state));

    public void OnCompleted(Func<object, Task> callback, object state) => _completed.Push((callback, state));

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (HasStarted)
            return;

        await RunAsync(_starting);
        HasStarted = true;
    }

    public Task CompleteAsync() => RunAsync(_completed);

    public void DisableBuffering()
    {
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    private static async Task RunAsync(Stack<(Func<object, Task> Callback, object State)> callbacks)
    {
        while (callbacks.TryPop(out (Func<object, Task> Callback, object State) completed))
            await completed.Callback(completed.State);
    }
}
