using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>What durations an option may have.</summary>
internal static class TimeRange
{
    public static void Check(TimeSpan value, string name, TimeSpan least, TimeSpan most, ValidateOptionsResultBuilder errors)
    {
        if (value < least || value > most)
            errors.AddError($"{name} is {DurationText.Of(value)}. Set it between {DurationText.Of(least)} and {DurationText.Of(most)}.");
    }

    /// <summary>The same for one that must not be longer than another option, which has its own check.</summary>
    public static void CheckWithin(TimeSpan value, string name, TimeSpan least, TimeSpan outer, string outerName, ValidateOptionsResultBuilder errors)
    {
        if (value < least)
            errors.AddError($"{name} is {DurationText.Of(value)}. Set it between {DurationText.Of(least)} and {outerName}.");
        else if (outer >= least && value > outer)
            errors.AddError($"{name} is {DurationText.Of(value)}, longer than {outerName} ({DurationText.Of(outer)}), which would end it. Lengthen {outerName} as well, or set {name} between {DurationText.Of(least)} and {DurationText.Of(outer)}.");
    }
}
