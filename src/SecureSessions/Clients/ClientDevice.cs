using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace SecureSessions;

/// <summary>The kind of device that a request comes from: browser and system, as far as the headers of the request tell.</summary>
/// <param name="Label">
/// The name of the device, such as <c>Firefox on Windows</c>. It is <see langword="null"/> if the request does not tell: it has no
/// <c>User-Agent</c>, or that of a media player inside a browser, or one that the client hints of the browser contradict, as when developer
/// tools show a page as on a phone.
/// </param>
/// <param name="IsVague">
/// Whether the device may be any browser that is made of Chromium: its <c>User-Agent</c> says Chrome, and it sent no client hints, as in
/// the handshake of a WebSocket.
/// </param>
internal readonly record struct ClientDevice(string? Label, bool IsVague)
{
    private static readonly UserAgentCache Cache = new();

    /// <summary>
    /// Reads <c>User-Agent</c>, and <c>Sec-CH-UA</c> and <c>Sec-CH-UA-Platform</c> where they may tell more (UA Client Hints, 3).
    /// </summary>
    public static ClientDevice Of(IHeaderDictionary headers)
    {
        StringValues sent = headers.UserAgent;
        if (sent.Count == 0 || sent[0] is not { Length: > 0 } text)
            return default;

        UserAgent agent = Cache.Get(text);
        if (agent.IsPlayer)
            return default;

        return agent.NeedsHints ? WithHints(agent, headers) : new ClientDevice(agent.Label, IsVague: false);
    }

    /// <summary>Whether this may be the device of that label. A device without a label may be any device.</summary>
    public bool IsSame(string? label) =>
        Label is null
            || label == Label
            || (
                IsVague
                    && label is not null
                    && IsKnownByHintsOnly(label)
                    && SystemOf(label).Equals(SystemOf(Label), StringComparison.Ordinal));

    private static ClientDevice WithHints(UserAgent agent, IHeaderDictionary headers)
    {
        string? brands = headers["Sec-CH-UA"];
        if (string.IsNullOrEmpty(brands))
            return new ClientDevice(agent.Label, IsVague: agent.Browser == ClientNames.Chrome);

        // No browser on an iPhone or iPad sends client hints.
        if (agent.System is ClientNames.IPhone or ClientNames.IPad)
            return default;

        string? browser = ClientNames.BrandOf(Bounded(brands)) ?? agent.Browser;
        string? system = agent.System ?? ClientNames.PlatformOf(Bounded(headers["Sec-CH-UA-Platform"]));
        return browser == agent.Browser && system == agent.System
            ? new ClientDevice(agent.Label, IsVague: false)
            : new ClientDevice(ClientNames.LabelOf(browser, system), IsVague: false);
    }

    private static ReadOnlySpan<char> Bounded(string? text) => text.AsSpan(0, Math.Min(text?.Length ?? 0, UserAgent.Longest));

    private static bool IsKnownByHintsOnly(string label) =>
        label.StartsWith("Brave", StringComparison.Ordinal) || label.StartsWith("Vivaldi", StringComparison.Ordinal);

    private static ReadOnlySpan<char> SystemOf(string? label) =>
        label is null ? default : label.AsSpan(label.IndexOf(' ', StringComparison.Ordinal) + 1);
}
