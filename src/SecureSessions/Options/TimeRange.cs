using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>Checks that a duration is within the range of its option.</summary>
internal static class TimeRange
{
    public static void Check(TimeSpan value, string name, TimeSpan least, TimeSpan most, ValidateOptionsResultBuilder errors)
    {
        if (value < least || value > most)
            errors.AddError($"{name} is {DurationText.Of(value)}. Set it between {DurationText.Of(least)} and {DurationText.Of(most)}.");
    }

    /// <summary>Checks a duration that must not be longer than another option, which has a check of its own.</summary>
    public static void CheckWithin(
        TimeSpan value, string name, TimeSpan least, TimeSpan outer, string outerName, ValidateOptionsResultBuilder errors)
    {
        if (value < least)
            errors.AddError($"{name} is {DurationText.Of(value)}. Set it between {DurationText.Of(least)} and {outerName}.");
        else if (outer >= least && value > outer)
        {
            errors.AddError(
                $"{name} is {DurationText.Of(value)}, longer than {outerName} ({DurationText.Of(outer)}), which would come first. "
                + $"Lengthen {outerName} as well, or set {name} between {DurationText.Of(least)} and {DurationText.Of(outer)}.");
        }
    }
}
