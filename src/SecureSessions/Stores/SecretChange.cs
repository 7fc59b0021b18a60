namespace SecureSessions;

/// <summary>A change of a session's secret.</summary>
public sealed class SecretChange
{
    private SecretChange(SecretHash hash, ReadOnlyMemory<byte> successor, TimeSpan? grace, RenewalMode mode)
    {
        Hash = hash;
        Successor = successor;
        Grace = grace;
        Mode = mode;
    }

    /// <summary>The hash of the new secret.</summary>
    public SecretHash Hash { get; }

    /// <summary>The new secret, sealed under the one that it replaces; empty for a regeneration.</summary>
    public ReadOnlyMemory<byte> Successor { get; }

    /// <summary>
    /// How long the replaced secret is served after the new one was first used; <see langword="null"/> for a regeneration, which
    /// serves it no more.
    /// </summary>
    public TimeSpan? Grace { get; }

    /// <summary>Which secret a renewal replaces, and when it is refused; without a meaning for a regeneration.</summary>
    public RenewalMode Mode { get; }

    /// <summary>
    /// A renewal, in two steps. Pending: until the new secret is used, the replaced one stays good. Confirmed: it is served for
    /// the grace, then spent.
    /// </summary>
    /// <param name="hash">The hash of the new secret.</param>
    /// <param name="successor">The new secret, sealed under the one that it replaces.</param>
    /// <param name="grace">How long the replaced secret is served after the confirmation.</param>
    /// <param name="mode">Which secret it replaces, and when it is refused.</param>
    /// <returns>The change.</returns>
    public static SecretChange Renewal(
        SecretHash hash, ReadOnlyMemory<byte> successor, TimeSpan grace, RenewalMode mode = RenewalMode.Timed) =>
        new(hash, successor, grace, mode);

    /// <summary>A regeneration: every earlier secret is spent at once.</summary>
    /// <param name="hash">The hash of the new secret.</param>
    /// <returns>The change.</returns>
    public static SecretChange Regeneration(SecretHash hash) => new(hash, default, null, RenewalMode.Timed);
}
