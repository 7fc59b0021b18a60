using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Threading.RateLimiting;

namespace SecureSessions.Sample;

/// <summary>
/// Checks passwords, and counts the wrong ones: ten within a minute for a user name and a network, or for a session. So a stranger's guesses do
/// not keep the owner of the name out, who sits in another network or is signed in.
/// </summary>
internal sealed class PasswordCheck(DemoUsers users, TimeProvider timeProvider) : IDisposable
{
    private const int WrongOnes = 10;
    private const int LongestName = 64;
    private static readonly TimeSpan Counted = TimeSpan.FromMinutes(1);

    // Each attempt takes one of ten permits before the password is looked at, so that no two attempts share the last one. A right password gives
    // it back at once, a wrong one after a minute. Names and networks that nobody tries any more are forgotten by the limiter itself.
    private readonly PartitionedRateLimiter<(string Name, string From)> _attempts =
        PartitionedRateLimiter.Create<(string Name, string From), (string, string)>(
            static guesser => RateLimitPartition.GetConcurrencyLimiter(guesser, static _ => new() { PermitLimit = WrongOnes }));

    /// <summary>The user who signs in from that address, or nothing and what to tell the visitor.</summary>
    public ClaimsPrincipal? FindVisitor(string? name, string? password, IPAddress? address, out string? refusal) =>
        Find(name ?? "", password, NetworkOf(address), out refusal);

    /// <summary>The user of the session, if the password is theirs; or nothing and what to tell them.</summary>
    public ClaimsPrincipal? FindOwner(ISecureSession session, string? password, out string? refusal) =>
        Find(session.UserId ?? "", password, session.Id, out refusal);

    public void Dispose() => _attempts.Dispose();

    private ClaimsPrincipal? Find(string name, string? password, string from, out string? refusal)
    {
        RateLimitLease attempt = _attempts.AttemptAcquire((name.Length > LongestName ? name[..LongestName] : name, from));
        if (!attempt.IsAcquired)
        {
            refusal = "There were too many wrong passwords. Wait a minute, then try again.";
            return null;
        }

        ClaimsPrincipal? user = null;
        try
        {
            user = users.Find(name, password ?? "");
        }
        finally
        {
            if (user is null)
                _ = ForgetLaterAsync(attempt);
            else
                attempt.Dispose();
        }

        // Which of the two it was would tell a guesser what users there are.
        refusal = user is null ? "User name or password is wrong." : null;
        return user;
    }

    private async Task ForgetLaterAsync(RateLimitLease attempt)
    {
        await Task.Delay(Counted, timeProvider).ConfigureAwait(false);
        attempt.Dispose();
    }

    // All of an IPv4 address, the first 64 bits of IPv6: one subscriber has them all. Behind a proxy UseForwardedHeaders() finds the visitor's.
    private static string NetworkOf(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes(), 0, 8),
        _ => address.ToString(),
    };
}
