using System.Globalization;
using Microsoft.AspNetCore.Html;

namespace SecureSessions.Sample;

/// <summary>Writes times on pages.</summary>
internal static class Moment
{
    /// <summary>Writes a time for people, with the same time for machines in its element.</summary>
    public static IHtmlContent Show(DateTimeOffset? at) => at is { } time
        ? new HtmlFormattableString(
            CultureInfo.InvariantCulture, "<time datetime=\"{0:yyyy-MM-ddTHH:mm:ssZ}\">{0:d MMM, HH:mm:ss} UTC</time>", time.UtcDateTime)
        : new HtmlString("unknown");

    /// <summary>Writes a length of time, to the second.</summary>
    public static string Show(TimeSpan? length) =>
        length is { } time ? time.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture) : "unknown";
}
