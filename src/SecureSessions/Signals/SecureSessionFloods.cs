using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions;

/// <summary>
/// Lets the rate limiter of ASP.NET Core throttle addresses that a flood came from (<see cref="SessionEventType.FloodDetected"/>).
/// </summary>
public static class SecureSessionFloods
{
    /// <summary>
    /// Puts each address under alert into a partition of its own, which may send <see cref="SecureSessionSignalOptions.FloodPermits"/>
    /// requests within <see cref="SecureSessionSignalOptions.FloodWindow"/>; all other addresses have no limit.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <returns>The partition: for <c>PartitionedRateLimiter.Create</c>, or a policy of <c>AddPolicy</c>.</returns>
    /// <remarks>
    /// An address is under alert for <see cref="SecureSessionSignalOptions.FloodThrottle"/> after its last flood, on the node that saw it.
    /// IPv6 addresses count by their <c>/64</c>. Call <c>UseRateLimiter()</c> after <c>UseForwardedHeaders()</c>, and before
    /// <c>UseAuthentication()</c> and <c>UseSecureSessions()</c>, so that a refused request costs no call to the store.
    /// </remarks>
    /// <exception cref="InvalidOperationException"><c>AddSecureSessions()</c> is missing.</exception>
    public static RateLimitPartition<string> Partition(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FloodDetector detector = context.RequestServices.GetService<FloodDetector>()
            ?? throw new InvalidOperationException(
                "SecureSessionFloods.Partition needs sessions. Call builder.Services.AddSecureSessions() as well.");
        return detector.FindAlert(context.Connection.RemoteIpAddress) is { } source
            ? RateLimitPartition.GetFixedWindowLimiter(
                source, _ => NewOptions(context.RequestServices.GetRequiredService<SessionPolicy>().Signals))
            : RateLimitPartition.GetNoLimiter("");
    }

    private static FixedWindowRateLimiterOptions NewOptions(SignalPolicy signals) =>
        new() { PermitLimit = signals.FloodPermits, Window = signals.FloodWindow, QueueLimit = 0 };
}
