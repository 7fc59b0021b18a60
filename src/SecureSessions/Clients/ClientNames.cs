using System.Collections.Immutable;

namespace SecureSessions;

/// <summary>By what browsers and systems are told, and what they are called. A small table on purpose: it names kinds, not products.</summary>
internal static class ClientNames
{
    private const string UnknownBrowser = "Unknown browser";

    private static readonly ImmutableArray<string> Browsers =
        [UnknownBrowser, "Firefox", "Chrome", "Edge", "Safari", "Opera", "Samsung Internet", "Vivaldi", "Brave"];

    private static readonly ImmutableArray<string> Systems = ["", "Windows", "macOS", "Linux", "Android", "iPhone", "iPad", "ChromeOS"];

    private static readonly ImmutableArray<ImmutableArray<string>> Labels =
        [.. Browsers.Select(static browser => Systems.Select(system => On(browser, system)).ToImmutableArray())];

    // The order matters: Edge says that it is Chrome, and Chrome that it is Safari.
    private static readonly ImmutableArray<(string Mark, ClientBrowser Browser)> BrowserMarks =
    [
        ("Edg/", ClientBrowser.Edge),
        ("EdgA/", ClientBrowser.Edge),
        ("EdgiOS/", ClientBrowser.Edge),
        ("Edge/", ClientBrowser.Edge),
        ("OPR/", ClientBrowser.Opera),
        ("OPiOS/", ClientBrowser.Opera),
        ("OPT/", ClientBrowser.Opera),
        ("OPX/", ClientBrowser.Opera),
        ("Opera/", ClientBrowser.Opera),
        ("SamsungBrowser/", ClientBrowser.SamsungInternet),
        ("Vivaldi/", ClientBrowser.Vivaldi),
        ("FxiOS/", ClientBrowser.Firefox),
        ("Firefox/", ClientBrowser.Firefox),
        ("CriOS/", ClientBrowser.Chrome),
        ("Chrome/", ClientBrowser.Chrome),
        ("Safari/", ClientBrowser.Safari),
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

    // An iPhone says that it is like Mac OS X, and Android and ChromeOS that they are Linux or X11.
    private static readonly ImmutableArray<(string Mark, ClientSystem System)> SystemMarks =
    [
        ("Windows", ClientSystem.Windows),
        ("iPad", ClientSystem.IPad),
        ("iPhone", ClientSystem.IPhone),
        ("iPod", ClientSystem.IPhone),
        ("Android", ClientSystem.Android),
        ("CrOS", ClientSystem.ChromeOS),
        ("Macintosh", ClientSystem.MacOS),
        ("Linux", ClientSystem.Linux),
        ("X11", ClientSystem.Linux),
    ];

    // What Sec-CH-UA may name, quoted, beside the engine and a decoy.
    private static readonly ImmutableArray<(string Mark, ClientBrowser Browser)> Brands =
    [
        ("\"Microsoft Edge\"", ClientBrowser.Edge),
        ("\"Opera", ClientBrowser.Opera),
        ("\"Samsung Internet\"", ClientBrowser.SamsungInternet),
        ("\"Vivaldi\"", ClientBrowser.Vivaldi),
        ("\"Brave\"", ClientBrowser.Brave),
        ("\"Google Chrome\"", ClientBrowser.Chrome),
        ("\"Chromium\"", ClientBrowser.Chrome),
    ];

    private static readonly ImmutableArray<(string Mark, ClientSystem System)> Platforms =
    [
        ("\"Windows\"", ClientSystem.Windows),
        ("\"macOS\"", ClientSystem.MacOS),
        ("\"Android\"", ClientSystem.Android),
        ("\"Chrome OS\"", ClientSystem.ChromeOS),
        ("\"Chromium OS\"", ClientSystem.ChromeOS),
        ("\"Linux\"", ClientSystem.Linux),
    ];

    public static string LabelOf(ClientBrowser browser, ClientSystem system) => Labels[(int)browser][(int)system];

    public static string LabelOf(string tool, ClientSystem system) => On(tool, Systems[(int)system]);

    public static ClientBrowser BrowserOf(ReadOnlySpan<char> userAgent) => Find(BrowserMarks, userAgent);

    public static ClientSystem SystemOf(ReadOnlySpan<char> userAgent) => Find(SystemMarks, userAgent);

    public static ClientBrowser BrandOf(ReadOnlySpan<char> brands) => Find(Brands, brands);

    public static ClientSystem PlatformOf(ReadOnlySpan<char> platform) => Find(Platforms, platform);

    public static bool IsPlayer(ReadOnlySpan<char> userAgent)
    {
        foreach (string player in Players)
        {
            if (userAgent.Contains(player, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static T Find<T>(ImmutableArray<(string Mark, T Meaning)> marks, ReadOnlySpan<char> text)
        where T : struct
    {
        foreach ((string mark, T meaning) in marks)
        {
            if (text.Contains(mark, StringComparison.Ordinal))
                return meaning;
        }

        return default;
    }

    private static string On(string name, string system) => system.Length == 0 ? name : $"{name} on {system}";
}
