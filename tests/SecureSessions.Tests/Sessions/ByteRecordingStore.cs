using System.Text;

namespace SecureSessions.Tests.Sessions;

/// <summary>A store that records all bytes that it receives, as its dump, its backup or its network would show them.</summary>
internal sealed class ByteRecordingStore(ISecureSessionStore inner, RecordedBytes seen) : ISecureSessionStore
{
    public ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) => inner.GetTimeAsync(cancellationToken);

    public ValueTask<CreateStatus> CreateAsync(NewSession session, CancellationToken cancellationToken)
    {
        seen.Add(Encoding.UTF8.GetBytes(session.UserId ?? ""));
        seen.Add(session.Hash);
        seen.Add(session.Label.Span);
        seen.Add(session.Payload.Span);
        return inner.CreateAsync(session, cancellationToken);
    }

    public ValueTask<FindResult> FindAsync(SessionId id, SecretHash hash, FindMode mode, CancellationToken cancellationToken)
    {
        seen.Add(hash);
        return inner.FindAsync(id, hash, mode, cancellationToken);
    }

    public ValueTask<SessionSummary?> PeekAsync(SessionId id, CancellationToken cancellationToken) =>
        inner.PeekAsync(id, cancellationToken);

    public ValueTask<ReplaceStatus> ReplaceAsync(SessionReplacement replacement, CancellationToken cancellationToken)
    {
        seen.Add(replacement.Label is { } label ? label.Span : default);
        seen.Add(replacement.Payload.Span);
        if (replacement.Secret is { } change)
        {
            seen.Add(change.Hash);
            seen.Add(change.Successor.Span);
        }

        return inner.ReplaceAsync(replacement, cancellationToken);
    }

    public ValueTask<MarkStatus> MarkAsync(SessionId id, bool reauthenticate, CancellationToken cancellationToken) =>
        inner.MarkAsync(id, reauthenticate, cancellationToken);

    public ValueTask<EndResult> EndAsync(
        SessionId id, SessionEndReason reason, long? expectedVersion, CancellationToken cancellationToken) =>
        inner.EndAsync(id, reason, expectedVersion, cancellationToken);
}
