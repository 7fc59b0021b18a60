namespace SecureSessions;

/// <summary>Whether an attempt to sign in may be made.</summary>
/// <param name="IsAllowed">Whether it may be made now.</param>
/// <param name="RetryAfter">If not, when to try again; else zero.</param>
/// <param name="Failures">
/// How many attempts in a row have failed on the account by the method, from whatever sources, those under way included.
/// </param>
/// <param name="IsExhausted">
/// Whether these are <see cref="SignInAttemptOptions.MaxConsecutiveFailures"/> or more. Then the app has to disable the method for the
/// account until its owner has proved themselves in another way and set it anew (NIST SP 800-63B-4, 3.2.2). The library disables nothing.
/// </param>
public readonly record struct SignInAdmission(bool IsAllowed, TimeSpan RetryAfter, int Failures, bool IsExhausted)
{
    /// <summary><see cref="RetryAfter"/> in whole seconds, rounded up, as the <c>Retry-After</c> of an answer says it.</summary>
    public int RetryAfterSeconds => (int)Math.Ceiling(RetryAfter.TotalSeconds);
}
