using System.Buffers;

namespace SecureSessions;

/// <summary>What a <c>User-Agent</c> says, without versions. Never fails: what it does not know it calls unknown.</summary>
internal sealed class UserAgent
{
    /// <summary>How much of it is looked at. Those of browsers have less than 300 characters.</summary>
    public const int Longest = 512;

    private const int LongestTool = 32;

    // A tool's name is text of strangers that is shown to people: no dots or slashes, so that none becomes a link in a mail.
    private static readonly SearchValues<char> ToolCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private UserAgent(string text, string? browser, string? system, string label)
    {
        Text = text;
        Browser = browser;
        System = system;
        Label = label;
    }

    /// <summary>What was read.</summary>
    public string Text { get; }

    /// <summary>The browser; <see langword="null"/> if it is not known.</summary>
    public string? Browser { get; }

    /// <summary>The system; <see langword="null"/> if it is not known.</summary>
    public string? System { get; }

    /// <summary>Such as <c>Firefox on Windows</c>, or <c>curl</c>.</summary>
    public string Label { get; }

    /// <summary>Whether client hints may tell more: Brave says that it is Chrome, and tools send none.</summary>
    public bool AsksForHints { get; private init; }

    /// <summary>Whether it is that of a media player, which browsers and systems use to fetch sound and pictures on a page's behalf.</summary>
    public bool IsPlayer { get; private init; }

    public static UserAgent Parse(string text)
    {
        ReadOnlySpan<char> seen = text.AsSpan(0, Math.Min(text.Length, Longest));
        if (ClientNames.IsPlayer(seen))
            return new UserAgent(text, browser: null, system: null, ClientNames.LabelOf(browser: null, system: null)) { IsPlayer = true };

        string? system = ClientNames.SystemOf(seen);
        string? browser = ClientNames.BrowserOf(seen);
        if (browser is null && ToolOf(seen) is { IsEmpty: false } tool)
            return new UserAgent(text, browser, system, ClientNames.LabelOfTool(tool.ToString(), system));

        // Others that are made of WebKit end in Safari as well; Safari itself runs on Apple's systems.
        if (browser == ClientNames.Safari && system is not (ClientNames.MacOS or ClientNames.IPhone or ClientNames.IPad))
            browser = null;

        return new UserAgent(text, browser, system, ClientNames.LabelOf(browser, system))
        {
            AsksForHints = browser is ClientNames.Chrome or null || system is null or ClientNames.IPhone or ClientNames.IPad,
        };
    }

    /// <summary>The name at the front, as tools give it (<c>curl/8.5.0</c>); browsers give Mozilla there, all of them.</summary>
    private static ReadOnlySpan<char> ToolOf(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAny('/', ' ');
        ReadOnlySpan<char> name = end < 0 ? text : text[..end];
        bool isTool = name.Length is > 0 and <= LongestTool
            && char.IsAsciiLetter(name[0])
            && !name.ContainsAnyExcept(ToolCharacters)
            && name is not "Mozilla";
        return isTool ? name : default;
    }
}
