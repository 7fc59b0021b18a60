using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>Where a request came from and what it asked for. Control and format characters are replaced.</summary>
/// <param name="Address">The address of the client; <see langword="null"/> if the server knows none.</param>
/// <param name="Path">The path, without the query.</param>
/// <param name="UserAgent">The client's <c>User-Agent</c>, 256 characters at most.</param>
public sealed record RequestOrigin(string? Address, string? Path, string? UserAgent)
{
    /// <summary>The origin of an event that no request caused.</summary>
    internal static RequestOrigin None { get; } = new(null, null, null);

    /// <summary>The origin of a request, if there is one.</summary>
    internal static RequestOrigin Of(HttpContext? context) => context is null
        ? None
        : new RequestOrigin(
            context.Connection.RemoteIpAddress?.ToString(),
            LogText.Neutralise(context.Request.PathBase + context.Request.Path),
            LogText.Neutralise(context.Request.Headers.UserAgent.ToString()));

    /// <summary>The origin as a part of a log line. A text that could pass for another part of the line stands in quotes.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        $"ip={LogText.Part(Address) ?? "-"} path={LogText.Part(Path) ?? "-"} ua={LogText.Quote(UserAgent ?? "-")}";
}
