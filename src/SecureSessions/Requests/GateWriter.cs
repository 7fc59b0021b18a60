using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace SecureSessions;

/// <summary>
/// The body's writer behind a <see cref="ResponseGate"/>: buffers the bytes until the gate opens, then passes them through.
/// </summary>
internal sealed class GateWriter(ResponseGate gate, IHttpResponseBodyFeature body) : PipeWriter
{
    private ArrayBufferWriter<byte>? _buffer;

    public bool HasUnreleasedBytes => _buffer is { WrittenCount: > 0 };

    public override bool CanGetUnflushedBytes => Inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => (_buffer?.WrittenCount ?? 0) + Inner.UnflushedBytes;

    private bool PassesThrough => gate.IsOpen;

    private PipeWriter Inner => body.Writer;

    private ArrayBufferWriter<byte> Buffer => _buffer ??= new ArrayBufferWriter<byte>();

    /// <summary>Writes the buffered bytes to the body; if the gate has dropped the body, discards them.</summary>
    /// <remarks>
    /// The bytes are flushed, because the next ones may be written to the stream, which need not share a buffer with the writer.
    /// </remarks>
    public async ValueTask ReleaseAsync()
    {
        ArrayBufferWriter<byte>? buffer = _buffer;
        _buffer = null;
        if (buffer is { WrittenCount: > 0 } && gate.IsOpen)
            await Inner.WriteAsync(buffer.WrittenMemory);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => PassesThrough ? Inner.GetMemory(sizeHint) : Buffer.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => PassesThrough ? Inner.GetSpan(sizeHint) : Buffer.GetSpan(sizeHint);

    public override void Advance(int bytes)
    {
        if (PassesThrough)
            Inner.Advance(bytes);
        else
            Buffer.Advance(bytes);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        PassesThrough ? Inner.FlushAsync(cancellationToken) : OpenAndFlushAsync(cancellationToken);

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        PassesThrough ? Inner.WriteAsync(source, cancellationToken) : OpenAndWriteAsync(source, cancellationToken);

    public override void CancelPendingFlush() => Inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        // Before the gate opens, the inner writer is empty; the buffered bytes are sent when the handler is done.
        if (PassesThrough)
            Inner.Complete(exception);
    }

    private async ValueTask<FlushResult> OpenAndFlushAsync(CancellationToken cancellationToken)
    {
        await gate.OpenAsync();
        return gate.IsDropped ? Discard() : await Inner.FlushAsync(cancellationToken);
    }

    private async ValueTask<FlushResult> OpenAndWriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken)
    {
        await gate.OpenAsync();
        return gate.IsDropped ? Discard() : await Inner.WriteAsync(source, cancellationToken);
    }

    // To the handler a dropped body looks like a client that has disconnected.
    private FlushResult Discard()
    {
        _buffer = null;
        return new FlushResult(isCanceled: false, isCompleted: true);
    }
}
