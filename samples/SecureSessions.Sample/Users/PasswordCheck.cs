using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Threading.RateLimiting;

namespace SecureSessions.Sample;

/// <summary>
/// Checks passwords, and counts wrong ones: at most ten within a minute for a user name and a network, or for a session. So the guesses of
/// a stranger do not lock the owner of the name out, who is in another network or signed in.</summary>
internal sealed class PasswordCheck(DemoUsers users, TimeProvider timeProvider) : IDisposable
{
    private const int WrongOnes = 10;
    private const int LongestName = 64;
    private static readonly TimeSpan Counted = TimeSpan.FromMinutes(1);

    // Each attempt takes one of ten permits before the password is checked, so that no two attempts share the last permit. After a right
    // password the permit is returned at once, after a wrong one in a minute. The limiter itself forgets names and networks that are no
    // longer used.
    private readonly PartitionedRateLimiter<(string Name, string From)> _attempts =
        PartitionedRateLimiter.Create<(string Name, string From), (string, string)>(
            static guesser => RateLimitPartition.GetConcurrencyLimiter(guesser, static _ => new() { PermitLimit = WrongOnes }));

    /// <summary>Returns the user who signs in from that address, or nothing and a text for the visitor.</summary>
    public ClaimsPrincipal? FindVisitor(string? name, string? password, IPAddress? address, out string? refusal) =>
        Find(name ?? "", password, NetworkOf(address), out refusal);

    /// <summary>Returns the user of the session if the password is right, or nothing and a text for the user.</summary>
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

        // To say which of the two is wrong would tell an attacker which users exist.
        refusal = user is null ? "User name or password is wrong." : null;
        return user;
    }

    private async Task ForgetLaterAsync(RateLimitLease attempt)
    {
        await Task.Delay(Counted, timeProvider).ConfigureAwait(false);
        attempt.Dispose();
    }

    // The whole of an IPv4 address, and the first 64 bits of an IPv6 address: one subscriber has all of the rest. Behind a proxy
    // UseForwardedHeaders() finds the visitor's address.
    private static string NetworkOf(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes(), 0, 8),
        _ => address.ToString(),
    };
}
