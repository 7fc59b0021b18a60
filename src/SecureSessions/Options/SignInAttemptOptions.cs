namespace SecureSessions;

/// <summary>
/// How failed attempts to sign in slow down further ones (NIST SP 800-63B-4, 3.2.2), where the app asks <c>ISignInAttempts</c>.
/// </summary>
/// <remarks>Each method of authentication, such as a password or a one-time password, is counted by itself.</remarks>
public sealed class SignInAttemptOptions
{
    /// <summary>
    /// With how many failures of one source (IPv4 <c>/32</c>, IPv6 <c>/64</c>) on one account the source has to wait: 1 second after that
    /// many, and twice as long after each further one.
    /// </summary>
    /// <value>Default: 5. Between 1 and 20.</value>
    public int SourceFailures { get; set; } = SecureSessionDefaults.SourceFailures;

    /// <summary>The longest time that a source has to wait.</summary>
    /// <value>Default: 15 minutes. Between 1 minute and 1 hour.</value>
    public TimeSpan MaxSourceWait { get; set; } = SecureSessionDefaults.MaxSourceWait;

    /// <summary>
    /// With how many failures on one account within an hour, from whatever sources, networks from which nobody has signed in to it have to
    /// wait for <see cref="AccountWait"/> after each attempt.
    /// </summary>
    /// <value>Default: 20. Between 1 and 100.</value>
    public int AccountFailures { get; set; } = SecureSessionDefaults.AccountFailures;

    /// <summary>How long such networks have to wait, all of them together.</summary>
    /// <value>Default: 30 seconds. Between 1 second and 1 hour.</value>
    /// <remarks>
    /// While an attack goes on, an owner who comes from a new network competes with the attacker for one attempt in this time.
    /// </remarks>
    public TimeSpan AccountWait { get; set; } = SecureSessionDefaults.AccountWait;

    /// <summary>
    /// With how many consecutive failures on one account by one method, from whatever sources, the app is told to disable the method there
    /// (<c>SignInAdmission.IsExhausted</c>, <c>authn_login_fail_max</c>).
    /// </summary>
    /// <value>Default: 100, the most that NIST allows. Between 1 and 100.</value>
    public int MaxConsecutiveFailures { get; set; } = SecureSessionDefaults.MaxConsecutiveFailures;
}
