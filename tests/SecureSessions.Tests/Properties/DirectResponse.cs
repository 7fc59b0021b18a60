using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Properties;

/// <summary>The response side of <see cref="DirectServer"/>: runs the callbacks in the order that Kestrel does.</summary>
internal sealed class DirectResponse : IHttpResponseFeature, IHttpResponseBodyFeature, IHttpRequestLifetimeFeature, IDisposable
{
    private readonly MemoryStream _body = new();
    private readonly Stack<(Func<object, Task> Callback, object State)> _starting = new();
    private readonly Stack<(Func<object, Task> Callback, object State)> _completed = new();

    private bool _isComplete;

    public DirectResponse() => Writer = PipeWriter.Create(_body);

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    public Stream Body { get => _body; set => throw new NotSupportedException(); }

    public Stream Stream => _body;

    public PipeWriter Writer { get; }

    public bool HasStarted { get; private set; }

    /// <summary>Whether the client sees a broken connection instead of an answer.</summary>
    public bool IsAborted { get; private set; }

    public CancellationToken RequestAborted { get; set; }

    public void OnStarting(Func<object, Task> callback, object state) => _starting.Push((callback, state));

    public void OnCompleted(Func<object, Task> callback, object state) => _completed.Push((callback, state));

    public void Abort() => IsAborted = true;

    /// <summary>
    /// An exception left the app: before the start it is a bare 500, after it a broken connection, unless the answer was complete.
    /// </summary>
    public void Fail()
    {
        if (_isComplete)
            return;

        IsAborted |= HasStarted;
        HasStarted = true;
        StatusCode = StatusCodes.Status500InternalServerError;
        Headers.Clear();
    }

    public void DisableBuffering()
    {
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (HasStarted)
            return;

        while (_starting.TryPop(out (Func<object, Task> Callback, object State) next))
            await next.Callback(next.State);
        HasStarted = true;
    }

    public async Task CompleteAsync()
    {
        await StartAsync();
        await Writer.FlushAsync();
        _isComplete = true;
    }

    public async Task RunCompletedAsync()
    {
        while (_completed.TryPop(out (Func<object, Task> Callback, object State) next))
            await next.Callback(next.State);
    }

    public void Dispose() => _body.Dispose();

    public Answer ToAnswer() => Answer.Parse(new Page(
        (HttpStatusCode)StatusCode,
        Encoding.UTF8.GetString(_body.ToArray()),
        new Dictionary<string,
        string>(),
        [.. Headers.SetCookie.OfType<string>()]));
}
