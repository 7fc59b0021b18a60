using System.Collections.Frozen;
using System.Collections.Immutable;

namespace SecureSessions;

/// <summary>
/// The marks by which browsers and systems are recognised, and their names. The table is small on purpose: it names kinds, not products.
/// </summary>
internal static class ClientNames
{
    public const string Chrome = "Chrome";
    public const string Safari = "Safari";
    public const string MacOS = "macOS";
    public const string IPhone = "iPhone";
    public const string IPad = "iPad";

    private const string Unknown = "Unknown browser";
    private const string Firefox = "Firefox";
    private const string Edge = "Edge";
    private const string Opera = "Opera";
    private const string SamsungInternet = "Samsung Internet";
    private const string Vivaldi = "Vivaldi";
    private const string Brave = "Brave";

    private const string Windows = "Windows";
    private const string Linux = "Linux";
    private const string Android = "Android";
    private const string ChromeOS = "ChromeOS";

    // The order matters: the User-Agent of Edge also has the mark of Chrome, and that of Chrome also has the mark of Safari.
    private static readonly ImmutableArray<(string Mark, string Browser)> BrowserMarks =
    [
        ("Edg/", Edge),
        ("EdgA/", Edge),
        ("EdgiOS/", Edge),
        ("Edge/", Edge),
        ("OPR/", Opera),
        ("OPiOS/", Opera),
        ("OPT/", Opera),
        ("OPX/", Opera),
        ("Opera/", Opera),
        ("SamsungBrowser/", SamsungInternet),
        ("Vivaldi/", Vivaldi),
        ("FxiOS/", Firefox),
        ("Firefox/", Firefox),
        ("CriOS/", Chrome),
        ("Chrome/", Chrome),
        ("Safari/", Safari),
    ];

    private static readonly ImmutableArray<string> Players =
    [
        "AppleCoreMedia/",
        "stagefright/",
        "ExoPlayer",
        "AndroidXMedia3/",
        "Lavf/",
        "GStreamer",
        "libmpv",
        "LibVLC/",
        "NSPlayer/",
        "WMFSDK/",
    ];

    // The order matters: an iPhone also names Mac OS X, and Android and ChromeOS also name Linux or X11.
    private static readonly ImmutableArray<(string Mark, string System)> SystemMarks =
    [
        ("Windows", Windows),
        ("iPad", IPad),
        ("iPhone", IPhone),
        ("iPod", IPhone),
        ("Android", Android),
        ("CrOS", ChromeOS),
        ("Macintosh", MacOS),
        ("Linux", Linux),
        ("X11", Linux),
    ];

    // The brands that Sec-CH-UA may name, in quotes. The header also names the engine and a made-up brand.
    private static readonly ImmutableArray<(string Mark, string Browser)> Brands =
    [
        ("\"Microsoft Edge\"", Edge),
        ("\"Opera", Opera),
        ("\"Samsung Internet\"", SamsungInternet),
        ("\"Vivaldi\"", Vivaldi),
        ("\"Brave\"", Brave),
        ("\"Google Chrome\"", Chrome),
        ("\"Chromium\"", Chrome),
    ];

    private static readonly ImmutableArray<(string Mark, string System)> Platforms =
    [
        ("\"Windows\"", Windows),
        ("\"macOS\"", MacOS),
        ("\"Android\"", Android),
        ("\"Chrome OS\"", ChromeOS),
        ("\"Chromium OS\"", ChromeOS),
        ("\"Linux\"", Linux),
    ];

    private static readonly FrozenDictionary<(string, string), string> Labels = MakeLabels();

    /// <summary>
    /// The label, such as <c>Firefox on Windows</c>. All labels are made once, because a request with client hints may need one each time.
    /// </summary>
    public static string LabelOf(string? browser, string? system) => Labels[(browser ?? Unknown, system ?? "")];

    public static string LabelOfTool(string tool, string? system) => On(tool, system ?? "");

    public static string? BrowserOf(ReadOnlySpan<char> userAgent) => Find(BrowserMarks, userAgent);

    public static string? SystemOf(ReadOnlySpan<char> userAgent) => Find(SystemMarks, userAgent);

    public static string? BrandOf(ReadOnlySpan<char> brands) => Find(Brands, brands);

    public static string? PlatformOf(ReadOnlySpan<char> platform) => Find(Platforms, platform);

    public static bool IsPlayer(ReadOnlySpan<char> userAgent)
    {
        foreach (string player in Players)
        {
            if (userAgent.Contains(player, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static string? Find(ImmutableArray<(string Mark, string Name)> marks, ReadOnlySpan<char> text)
    {
        foreach ((string mark, string name) in marks)
        {
            if (text.Contains(mark, StringComparison.Ordinal))
                return name;
        }

        return null;
    }

    private static FrozenDictionary<(string Browser, string System), string> MakeLabels()
    {
        string[] browsers = [Unknown, Brave, .. BrowserMarks.Select(static mark => mark.Browser)];
        string[] systems = ["", .. SystemMarks.Select(static mark => mark.System)];
        return browsers.Distinct().SelectMany(browser => systems.Distinct().Select(system => (browser, system)))
            .ToFrozenDictionary(static pair => pair, static pair => On(pair.browser, pair.system));
    }

    private static string On(string name, string system) => system.Length == 0 ? name : $"{name} on {system}";
}
