using System.Buffers;

namespace SecureSessions;

/// <summary>The body's stream behind a <see cref="ResponseGate"/>.</summary>
internal sealed class GateStream(ResponseGate gate, GateWriter writer, Stream inner) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await gate.OpenAsync();
        if (!gate.IsDropped)
            await inner.FlushAsync(cancellationToken);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await gate.OpenAsync();
        if (!gate.IsDropped)
            await inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // A synchronous write cannot wait for the commit. Until the gate is open the bytes are buffered, and the next flush sends them.
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (gate.IsOpen)
            inner.Write(buffer);
        else
            writer.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        if (gate.IsOpen)
            inner.Flush();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
