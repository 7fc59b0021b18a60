using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SecureSessions;

/// <summary>
/// Holds the response body back until the session was stored. A request whose commit failed sends not one byte of its body.
/// </summary>
/// <remarks>
/// Starting the response runs the commit (an <c>OnStarting</c> callback). If the commit fails, the gate drops the body: bytes that were
/// written before and bytes that are written later are discarded, on HTTP/1.1 and HTTP/2 alike. Once open, the gate passes everything
/// through.
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

    /// <summary>
    /// Whether the answer is for one browser alone. An output cache inside the session middleware decides before the response starts.
    /// </summary>
    public bool IsPrivate { get; set; }

    public Stream Stream
    {
        get
        {
            // A cache that wraps the stream asks for it, and has set its feature by now: it can be told not to store the answer.
            if (IsPrivate)
                SharedCache.ForbidStorage(_context);
            return _stream ??= new GateStream(this, _writer, _inner.Stream);
        }
    }

    public PipeWriter Writer => _writer;

    /// <summary>Whether the body's bytes pass through.</summary>
    public bool IsOpen => _hasStarted && !IsDropped;

    /// <summary>Whether the body is dropped.</summary>
    public bool IsDropped { get; private set; }

    /// <summary>
    /// Whether a failed commit can still change the answer: only if the response is being started through the gate, and not by a write
    /// past it.
    /// </summary>
    public bool CanDrop => _isStarting;

    public static ResponseGate Install(HttpContext context)
    {
        var gate = new ResponseGate(context, context.Features.GetRequiredFeature<IHttpResponseBodyFeature>());
        context.Features.Set<IHttpResponseBodyFeature>(gate);
        return gate;
    }

    /// <summary>
    /// Starts the response, which commits the session. Then sends the bytes that were buffered, or ends the answer without a body.
    /// </summary>
    /// <remarks>There is no cancellation token: the changes of a request are stored even if its client has disconnected.</remarks>
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

    /// <summary>Drops the body, since the commit failed.</summary>
    public void Drop() => IsDropped = true;

    /// <summary>The handler is done: sends the bytes that it did not flush, and removes the gate.</summary>
    public async Task FinishAsync()
    {
        if (_writer.HasUnreleasedBytes)
            await OpenAsync();

        Remove();
    }

    /// <summary>Removes the gate. Bytes that were not flushed are discarded, since an exception is about to be answered instead.</summary>
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
