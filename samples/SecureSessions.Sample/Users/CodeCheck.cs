using System.Threading.RateLimiting;

namespace SecureSessions.Sample;

/// <summary>
/// Checks one-time codes, and counts wrong ones: at most five within five minutes for a user. Nobody gets to type a code who has not typed
/// the password before, so a stranger cannot lock the user out.
/// </summary>
internal sealed class CodeCheck(SecondFactors factors, TimeProvider timeProvider) : IDisposable
{
    private const int WrongOnes = 5;
    private static readonly TimeSpan Counted = TimeSpan.FromMinutes(5);

    // As in PasswordCheck: an attempt takes a permit before the code is looked at, and gets it back at once if the code is right.
    private readonly PartitionedRateLimiter<string> _attempts = PartitionedRateLimiter.Create<string, string>(
        static user => RateLimitPartition.GetConcurrencyLimiter(user, static _ => new() { PermitLimit = WrongOnes }));

    /// <summary>Uses up a code of the session's user. Returns a text for the user if it is not accepted, and nothing if it is.</summary>
    public string? Use(ISecureSession session, string? code) => Count(session, user => factors.TryUse(user, Digits(code)));

    /// <summary>Adds the app that has this key if the code is right. Returns a text for the user if it is not.</summary>
    public string? Add(ISecureSession session, string key, string? code) =>
        Count(session, user => factors.TryAdd(user, key, Digits(code)));

    public void Dispose() => _attempts.Dispose();

    // Authenticator apps show the code in two groups.
    private static string Digits(string? code) => (code ?? "").Replace(" ", "", StringComparison.Ordinal);

    private string? Count(ISecureSession session, Func<string, bool> isRight)
    {
        string user = session.UserId!;
        RateLimitLease attempt = _attempts.AttemptAcquire(user);
        if (!attempt.IsAcquired)
            return "There were too many wrong codes. Wait five minutes, then try again.";

        if (isRight(user))
        {
            attempt.Dispose();
            return null;
        }

        _ = ForgetLaterAsync(attempt);
        return "That code is wrong, or was used before. Wait for the next one.";
    }

    private async Task ForgetLaterAsync(RateLimitLease attempt)
    {
        await Task.Delay(Counted, timeProvider).ConfigureAwait(false);
        attempt.Dispose();
    }
}
