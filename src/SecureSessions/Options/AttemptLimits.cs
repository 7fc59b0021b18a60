namespace SecureSessions;

/// <summary>The rules by which <c>ISecureSessionCounters</c> counts. An app changes them by <see cref="SignInAttemptOptions"/>.</summary>
/// <remarks>A store keeps times in whole milliseconds.</remarks>
public sealed class AttemptLimits
{
    /// <summary>With how many failures on an account a source has to wait.</summary>
    /// <value>Default: 5.</value>
    public int SourceFailures { get; init; } = SecureSessionDefaults.SourceFailures;

    /// <summary>How long the source waits then. Each further failure doubles it.</summary>
    /// <value>Default: 1 second.</value>
    public TimeSpan FirstSourceWait { get; init; } = SecureSessionDefaults.FirstSourceWait;

    /// <summary>The longest wait of a source.</summary>
    /// <value>Default: 15 minutes.</value>
    public TimeSpan MaxSourceWait { get; init; } = SecureSessionDefaults.MaxSourceWait;

    /// <summary>With how many failures on an account within <see cref="Window"/> unknown networks have to wait.</summary>
    /// <value>Default: 20.</value>
    public int AccountFailures { get; init; } = SecureSessionDefaults.AccountFailures;

    /// <summary>How long unknown networks wait after each attempt on the account.</summary>
    /// <value>Default: 30 seconds.</value>
    public TimeSpan AccountWait { get; init; } = SecureSessionDefaults.AccountWait;

    /// <summary>
    /// In what time the failures of an account are counted for <see cref="AccountFailures"/>, from the first one on. For so long after its
    /// last wait is over, the failures of a source are kept.
    /// </summary>
    /// <value>Default: 1 hour.</value>
    public TimeSpan Window { get; init; } = SecureSessionDefaults.AttemptWindow;

    /// <summary>
    /// For how long each consecutive failure keeps the count of its account, from the last failure on: a count of 7 is kept for seven times
    /// as long as one of 1. At least <see cref="Window"/>, and <see cref="SecureSessionDefaults.HistoryRetention"/> at most.
    /// </summary>
    /// <value>Default: 1 day.</value>
    public TimeSpan FailureRetention { get; init; } = SecureSessionDefaults.FailureRetention;
}
