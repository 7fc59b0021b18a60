namespace SecureSessions;

/// <summary>Something that happened to a session: who, what, where, when and how it came out (ASVS 16.2.1). Never holds a secret or a value.</summary>
public sealed class SecureSessionEvent
{
    /// <summary>What happened.</summary>
    public required SessionEventType Type { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The session's public id; <see langword="null"/> where the cookie named none.</summary>
    public SessionId? SessionId { get; init; }

    /// <summary>The user, control and format characters replaced; <see langword="null"/> if anonymous or unknown.</summary>
    public string? UserId { get; init => field = LogText.Neutralise(value); }

    /// <summary>Why the session ended, where it did.</summary>
    public SessionEndReason? Reason { get; init; }

    /// <summary>
    /// More, from a fixed set of words (for example <c>malformed</c>), or the limit that was exceeded, or the level of a step-up;
    /// <see langword="null"/> where there is nothing to add.
    /// </summary>
    public string? Detail { get; init => field = LogText.Neutralise(value); }

    /// <summary>How it came out. Follows from the type, unless whoever tells of it knows better.</summary>
    public SessionEventOutcome Outcome { get => field == default ? EventCatalogue.Of(Type).Outcome : field; init; }

    /// <summary>Who brought it about, where that was not the session's own browser: its user on another device, or an administrator. Control
    /// and format characters are replaced.</summary>
    public string? Actor { get; init => field = LogText.Neutralise(value); }

    /// <summary>From what kind of device and network, where known.</summary>
    public SessionClient? Client { get; init; }

    /// <summary>What answered a signal of trouble; <see langword="null"/> for events that are none.</summary>
    public SignalResponse? Response { get; init; }

    /// <summary>
    /// At a sign-in: the devices that the user signed in from before, the last one in front. Empty for a user who was never seen before;
    /// <see langword="null"/> for every other event, and where nobody keeps them.
    /// </summary>
    public IReadOnlyList<KnownDevice>? KnownDevices { get; init; }

    /// <summary>Whether a user of old signed in from a device that is none of <see cref="KnownDevices"/>: what a notice is sent for.</summary>
    public bool IsNewDevice => KnownDevices is { Count: > 0 } known && Client?.Device is { } device && known.All(one => one.Device != device);

    /// <summary>The request during which it happened; empty where time brought it about and no request.</summary>
    public required RequestOrigin Origin { get; init; }

    /// <summary>The name of the event in logs: that of the OWASP logging vocabulary where it has one.</summary>
    public string Name => EventCatalogue.Of(Type).Name;
}
