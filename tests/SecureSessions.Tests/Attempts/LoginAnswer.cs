using System.Globalization;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Attempts;

/// <summary>What a visitor learns from an attempt: the status, and after how many seconds to try again.</summary>
internal readonly record struct LoginAnswer(int Status, int? RetryAfter)
{
    public static readonly LoginAnswer In = new(200, null);
    public static readonly LoginAnswer Wrong = new(401, null);

    public static LoginAnswer Wait(int seconds) => new(429, seconds);

    public static LoginAnswer Of(Page page) => new(
        (int)page.Status, int.TryParse(page.Header("Retry-After"), CultureInfo.InvariantCulture, out int seconds) ? seconds : null);
}
