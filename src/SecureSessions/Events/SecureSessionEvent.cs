using System.Globalization;

namespace SecureSessions;

/// <summary>
/// An event of a session: who, what, where, when, and its outcome (ASVS 16.2.1). An event never holds a secret or a value.
/// </summary>
public sealed class SecureSessionEvent
{
    /// <summary>What happened.</summary>
    public required SessionEventType Type { get; init; }

    /// <summary>When it happened, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The public id of the session; <see langword="null"/> if the cookie named none.</summary>
    public SessionId? SessionId { get; init; }

    /// <summary>The user id, with control and format characters replaced; <see langword="null"/> if anonymous or unknown.</summary>
    public string? UserId { get; init => field = LogText.Neutralise(value); }

    /// <summary>
    /// At an attempt to sign in: the account, as it was typed, with control and format characters replaced; <see langword="null"/> for
    /// other events. Anybody can type anything, a password too: it is no proof that there is such an account.
    /// </summary>
    public string? Account { get; init => field = LogText.Neutralise(value); }

    /// <summary>
    /// At an attempt to sign in: how many in a row have failed on the account by the method, from whatever sources. At a success, how many
    /// had failed before it.
    /// </summary>
    public int? Failures { get; init; }

    /// <summary>Why the session ended, if it did.</summary>
    public SessionEndReason? Reason { get; init; }

    /// <summary>
    /// A detail: a word of a fixed set (for example <c>malformed</c>), the limit that was exceeded, the level of a step-up, or the method
    /// of a sign-in; <see langword="null"/> if there is nothing to add.
    /// </summary>
    public string? Detail { get; init => field = LogText.Neutralise(value); }

    /// <summary>The outcome. By default it is that of the type.</summary>
    public SessionEventOutcome Outcome { get => field == default ? EventCatalogue.Of(Type).Outcome : field; init; }

    /// <summary>Who caused the event, if it was not the session's own browser: its user on another device, or an administrator. Control
    /// and format characters are replaced.</summary>
    public string? Actor { get; init => field = LogText.Neutralise(value); }

    /// <summary>The kind of device and the network, if they are known.</summary>
    public SessionClient? Client { get; init; }

    /// <summary>The response to a signal of trouble; <see langword="null"/> for other events.</summary>
    public SignalResponse? Response { get; init; }

    /// <summary>
    /// At a sign-in: the devices that the user signed in from before, the most recent one first. Empty for a user who never signed in
    /// before;
    /// <see langword="null"/> for every other event, and if devices are not kept.
    /// </summary>
    public IReadOnlyList<KnownDevice>? KnownDevices { get; init; }

    /// <summary>
    /// Whether a user who has signed in before signed in from a device that is none of <see cref="KnownDevices"/>: a reason to send a
    /// notice.
    /// </summary>
    public bool IsNewDevice =>
        KnownDevices is { Count: > 0 } known && Client?.Device is { } device && known.All(one => one.Device != device);

    /// <summary>The request during which the event happened; empty if no request caused it, as at a timeout.</summary>
    public required RequestOrigin Origin { get; init; }

    /// <summary>
    /// Why, as the log says it: the reason of an end, or the detail, at an attempt to sign in with the number of failures.
    /// </summary>
    internal string? Why => Reason?.ToString()
        ?? (Failures is { } failures ? string.Create(CultureInfo.InvariantCulture, $"{Detail},{failures}") : Detail);

    /// <summary>Who, as the log says it. Who fails to sign in is no user yet.</summary>
    internal string? Who => UserId ?? Account;

    /// <summary>The name of the event in logs. It is that of the OWASP logging vocabulary where the vocabulary has the event.</summary>
    public string Name => EventCatalogue.Of(Type).Name;

    /// <summary>Whether the log has no line of it, because one source sends very many like it.</summary>
    internal bool IsLeftOutOfLog { get; set; }
}
