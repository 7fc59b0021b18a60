using System.Security.Claims;
using System.Threading.RateLimiting;

namespace SecureSessions.Sample;

/// <summary>Checks passwords, and counts the wrong ones by user name: after ten within a minute nobody gets in by that name until it is over.</summary>
internal sealed class PasswordCheck(DemoUsers users) : IDisposable
{
    private const int WrongOnesAMinute = 10;
    private const int LongestName = 64;

    // By name and not by address: a guesser has many addresses. Names that nobody tries any more are forgotten by the limiter itself.
    private readonly PartitionedRateLimiter<string> _guesses = PartitionedRateLimiter.Create<string, string>(
        static name => RateLimitPartition.GetFixedWindowLimiter(name, static _ => new() { PermitLimit = WrongOnesAMinute, Window = TimeSpan.FromMinutes(1) }));

    /// <summary>The user, or nothing and what to tell the visitor.</summary>
    public ClaimsPrincipal? Find(string? name, string? password, out string? refusal)
    {
        name ??= "";
        string counted = name.Length > LongestName ? name[..LongestName] : name;
        using (RateLimitLease mayTry = _guesses.AttemptAcquire(counted, permitCount: 0))
        {
            if (!mayTry.IsAcquired)
            {
                refusal = "There were too many wrong passwords for this user name. Wait a minute, then try again.";
                return null;
            }
        }

        ClaimsPrincipal? user = users.Find(name, password ?? "");
        if (user is null)
            _guesses.AttemptAcquire(counted).Dispose();

        // Which of the two it was would tell a guesser what users there are.
        refusal = user is null ? "User name or password is wrong." : null;
        return user;
    }

    public void Dispose() => _guesses.Dispose();
}
