using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SecureSessions;

/// <summary>
/// Stands between the handler and the response body until the response has started, and with it the session was stored: not one byte of a
/// body leaves for a request whose commit failed.
/// </summary>
/// <remarks>
/// Starting the response runs the commit (an <c>OnStarting</c> callback). If that fails it drops the body: what was written before is
/// discarded and what comes after is swallowed, on HTTP/1.1 and HTTP/2 alike. Once open, the gate hands everything straight through.
/// </remarks>
internal sealed class ResponseGate : IHttpResponseBodyFeature
{
    private readonly HttpContext _context;
    private readonly IHttpResponseBodyFeature _inner;
    private readonly GateWriter _writer;
    private GateStream? _stream;
    private bool _isStarting;
    private bool _hasStarted;
    private bool _isRemoved;

    private ResponseGate(HttpContext context, IHttpResponseBodyFeature inner)
    {
        _context = context;
        _inner = inner;
        _writer = new GateWriter(this, inner);
    }

    /// <summary>Whether the answer is for one browser alone. An output cache inside of us decides before the response starts.</summary>
    public bool IsPrivate { get; set; }

    public Stream Stream
    {
        get
        {
            // Whoever asks for the stream may be a cache that wraps it, and it has told the request of itself by now.
            if (IsPrivate)
                SharedCache.Bar(_context);
            return _stream ??= new GateStream(this, _writer, _inner.Stream);
        }
    }

    public PipeWriter Writer => _writer;

    /// <summary>Whether the body's bytes go straight through.</summary>
    public bool IsOpen => _hasStarted && !IsDropped;

    /// <summary>Whether the body is dropped.</summary>
    public bool IsDropped { get; private set; }

    /// <summary>
    /// Whether a failed commit can still become an answer of its own: the response is being started through the gate. Otherwise somebody
    /// writes past it.
    /// </summary>
    public bool CanDrop => _isStarting;

    public static ResponseGate Install(HttpContext context)
    {
        var gate = new ResponseGate(context, context.Features.GetRequiredFeature<IHttpResponseBodyFeature>());
        context.Features.Set<IHttpResponseBodyFeature>(gate);
        return gate;
    }

    /// <summary>Starts the response, which commits the session; then lets through what was written before, or ends the answer without it.</summary>
    /// <remarks>Takes no cancellation token: what a request did is stored also if its client has gone.</remarks>
    public async Task OpenAsync()
    {
        if (_isStarting || _hasStarted || _isRemoved)
            return;

        _isStarting = true;
        try
        {
            await _inner.StartAsync(CancellationToken.None);
            _hasStarted = true;
        }
        finally
        {
            // If a callback of the app threw, the response has not started, and an error page may still be written through the gate.
            _isStarting = false;
        }

        if (IsDropped)
            await _inner.CompleteAsync();
        else
            await _writer.ReleaseAsync();
    }

    /// <summary>The commit failed: from now on the body is dropped.</summary>
    public void Drop() => IsDropped = true;

    /// <summary>Ends the handler's part: lets through what was written and not flushed, and steps aside.</summary>
    public async Task FinishAsync()
    {
        if (_writer.HasUnreleasedBytes)
            await OpenAsync();

        Remove();
    }

    /// <summary>Steps aside. What was written and not flushed is lost, as an exception is about to be answered instead.</summary>
    public void Remove()
    {
        if (ReferenceEquals(_context.Features.Get<IHttpResponseBodyFeature>(), this))
            _context.Features.Set(_inner);
        _isRemoved = !_isStarting && !_hasStarted;
    }

    public void DisableBuffering() => _inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => OpenAsync();

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        await OpenAsync();
        if (!IsDropped)
            await _inner.SendFileAsync(path, offset, count, cancellationToken);
    }

    public async Task CompleteAsync()
    {
        await OpenAsync();
        if (!IsDropped)
            await _inner.CompleteAsync();
    }
}
