using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace SecureSessions;

/// <summary>The body's writer behind a <see cref="ResponseGate"/>: keeps what is written until the gate opens, then hands through.</summary>
internal sealed class GateWriter(ResponseGate gate, IHttpResponseBodyFeature body) : PipeWriter
{
    private ArrayBufferWriter<byte>? _kept;

    public bool HasUnreleasedBytes => _kept is { WrittenCount: > 0 };

    public override bool CanGetUnflushedBytes => Inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => (_kept?.WrittenCount ?? 0) + Inner.UnflushedBytes;

    private bool HandsThrough => gate.IsOpen;

    private PipeWriter Inner => body.Writer;

    private ArrayBufferWriter<byte> Kept => _kept ??= new ArrayBufferWriter<byte>();

    /// <summary>Passes on what was kept, or drops it with the gate.</summary>
    /// <remarks>Flushes, because the next bytes may come by the stream, and the two are not always one.</remarks>
    public async ValueTask ReleaseAsync()
    {
        ArrayBufferWriter<byte>? kept = _kept;
        _kept = null;
        if (kept is { WrittenCount: > 0 } && gate.IsOpen)
            await Inner.WriteAsync(kept.WrittenMemory);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => HandsThrough ? Inner.GetMemory(sizeHint) : Kept.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => HandsThrough ? Inner.GetSpan(sizeHint) : Kept.GetSpan(sizeHint);

    public override void Advance(int bytes)
    {
        if (HandsThrough)
            Inner.Advance(bytes);
        else
            Kept.Advance(bytes);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        HandsThrough ? Inner.FlushAsync(cancellationToken) : OpenAndFlushAsync(cancellationToken);

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        HandsThrough ? Inner.WriteAsync(source, cancellationToken) : OpenAndWriteAsync(source, cancellationToken);

    public override void CancelPendingFlush() => Inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        // Before the gate opens there is nothing in the inner writer; what is kept goes out when the handler is done.
        if (HandsThrough)
            Inner.Complete(exception);
    }

    private async ValueTask<FlushResult> OpenAndFlushAsync(CancellationToken cancellationToken)
    {
        await gate.OpenAsync();
        return gate.IsDropped ? Swallow() : await Inner.FlushAsync(cancellationToken);
    }

    private async ValueTask<FlushResult> OpenAndWriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken)
    {
        await gate.OpenAsync();
        return gate.IsDropped ? Swallow() : await Inner.WriteAsync(source, cancellationToken);
    }

    // To the handler a dropped body looks like a client that went away.
    private FlushResult Swallow()
    {
        _kept = null;
        return new FlushResult(isCanceled: false, isCompleted: true);
    }
}
