namespace SecureSessions;

/// <summary>A write to a living session.</summary>
public sealed class SessionReplacement
{
    /// <summary>The session.</summary>
    public required SessionId Id { get; init; }

    /// <summary>The version that the payload builds on; the new one is one higher.</summary>
    public required long ExpectedVersion { get; init; }

    /// <summary>The newly sealed payload.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>A new secret, or <see langword="null"/> to keep the current one.</summary>
    public SecretChange? Secret { get; init; }

    /// <summary>A new label, or <see langword="null"/> to keep the current one.</summary>
    public ReadOnlyMemory<byte>? Label { get; init; }

    /// <summary>
    /// The <see cref="SessionRecord.RefreshMark"/> that this write answers: it is taken back if it is still the same, and stays if the
    /// session was marked again meanwhile.
    /// </summary>
    /// <value>Default: 0, which answers none.</value>
    public long SeenRefreshMark { get; init; }
}
