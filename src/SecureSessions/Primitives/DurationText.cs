using System.Globalization;

namespace SecureSessions;

/// <summary>A duration as it is written in code and configuration, for messages.</summary>
/// <remarks>Two constants of .NET have their names: in days and milliseconds no reader would know them again.</remarks>
internal static class DurationText
{
    /// <summary>The text of a duration: <c>00:20:00</c>, or <c>1.00:00:00</c> from a day on.</summary>
    public static string Of(TimeSpan duration) => duration switch
    {
        _ when duration == Timeout.InfiniteTimeSpan => "Timeout.InfiniteTimeSpan",
        _ when duration == TimeSpan.MaxValue => "TimeSpan.MaxValue",
        _ => duration.ToString("c", CultureInfo.InvariantCulture),
    };
}
