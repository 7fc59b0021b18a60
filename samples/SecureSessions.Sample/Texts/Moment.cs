using System.Globalization;
using Microsoft.AspNetCore.Html;

namespace SecureSessions.Sample;

/// <summary>Times on pages.</summary>
internal static class Moment
{
    /// <summary>A time as people read it, and beside it as machines do.</summary>
    public static IHtmlContent Show(DateTimeOffset? at) => at is { } time
        ? new HtmlFormattableString(CultureInfo.InvariantCulture, "<time datetime=\"{0:yyyy-MM-ddTHH:mm:ssZ}\">{0:d MMM, HH:mm:ss} UTC</time>", time.UtcDateTime)
        : new HtmlString("unknown");

    /// <summary>A length of time, to the second.</summary>
    public static string Show(TimeSpan? length) => length is { } time ? time.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture) : "unknown";
}
