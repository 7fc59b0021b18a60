using System.Buffers;

namespace SecureSessions;

/// <summary>
/// What a <c>User-Agent</c> header says, without versions. Parsing never fails: a browser or a system that is not in the tables is unknown.
/// </summary>
internal sealed class UserAgent
{
    /// <summary>How many characters of the header are read. The headers of browsers have less than 300.</summary>
    public const int Longest = 512;

    private const int LongestTool = 32;

    // The name of a tool is text that a stranger sent and that people see. It has no dots or slashes, so that it never becomes a link in a
    // mail.
    private static readonly SearchValues<char> ToolCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private UserAgent(string text, string? browser, string? system, string label)
    {
        Text = text;
        Browser = browser;
        System = system;
        Label = label;
    }

    /// <summary>The header that was parsed.</summary>
    public string Text { get; }

    /// <summary>The browser; <see langword="null"/> if it is not known.</summary>
    public string? Browser { get; }

    /// <summary>The system; <see langword="null"/> if it is not known.</summary>
    public string? System { get; }

    /// <summary>The name, such as <c>Firefox on Windows</c> or <c>curl</c>.</summary>
    public string Label { get; }

    /// <summary>
    /// Whether client hints may tell more. Brave, for example, says Chrome in its <c>User-Agent</c>. Tools send no client hints.
    /// </summary>
    public bool NeedsHints { get; private init; }

    /// <summary>Whether the header is that of a media player, by which browsers and systems fetch sound and pictures for a page.</summary>
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

        // The headers of other browsers that are made of WebKit end in Safari as well. Safari itself runs on Apple's systems only.
        if (browser == ClientNames.Safari && system is not (ClientNames.MacOS or ClientNames.IPhone or ClientNames.IPad))
            browser = null;

        return new UserAgent(text, browser, system, ClientNames.LabelOf(browser, system))
        {
            NeedsHints = browser is ClientNames.Chrome or null || system is null or ClientNames.IPhone or ClientNames.IPad,
        };
    }

    /// <summary>The name at the beginning, as tools send it (<c>curl/8.5.0</c>). Every browser sends Mozilla there.</summary>
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
