using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>Where a request came from and what it asked for, without control and format characters.</summary>
/// <param name="Address">The address of the client; <see langword="null"/> where the server knows none.</param>
/// <param name="Path">The path, without the query.</param>
/// <param name="UserAgent">The client's <c>User-Agent</c>, 256 characters at most.</param>
public sealed record RequestOrigin(string? Address, string? Path, string? UserAgent)
{
    /// <summary>No request had a part in it.</summary>
    internal static RequestOrigin None { get; } = new(null, null, null);

    /// <summary>The origin of a request, if there is one.</summary>
    internal static RequestOrigin Of(HttpContext? context) => context is null
        ? None
        : new RequestOrigin(
            context.Connection.RemoteIpAddress?.ToString(),
            LogText.Neutralise(context.Request.PathBase + context.Request.Path),
            LogText.Neutralise(context.Request.Headers.UserAgent.ToString()));

    /// <summary>The facts as a part of a log line: what could pass for another part of it stands in quotes.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"ip={LogText.Part(Address) ?? "-"} path={LogText.Part(Path) ?? "-"} ua={LogText.Quote(UserAgent ?? "-")}";
}
