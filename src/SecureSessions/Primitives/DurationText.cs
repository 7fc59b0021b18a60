using System.Globalization;

namespace SecureSessions;

/// <summary>A duration as it is written in code and configuration, for messages.</summary>
internal static class DurationText
{
    public static string Of(TimeSpan duration) => duration switch
    {
        // Shown as what it is made of, a millisecond below zero, nobody would know it again.
        _ when duration == Timeout.InfiniteTimeSpan => "Timeout.InfiniteTimeSpan",
        _ when duration == TimeSpan.MaxValue => "TimeSpan.MaxValue",
        _ => duration.ToString("c", CultureInfo.InvariantCulture),
    };
}
