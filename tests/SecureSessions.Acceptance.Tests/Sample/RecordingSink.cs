using SecureSessions.Sample;

namespace SecureSessions.Acceptance.Tests.Sample;

/// <summary>Keeps the lines, after it has failed as often as it was told to.</summary>
internal sealed class RecordingSink : IAuditSink
{
    public int Failures { get; set; }

    public List<string> Lines { get; } = [];

    public Task WriteAsync(IReadOnlyList<string> lines)
    {
        if (Failures-- > 0)
            throw new IOException("The disk is full.");

        Lines.AddRange(lines);
        return Task.CompletedTask;
    }
}
