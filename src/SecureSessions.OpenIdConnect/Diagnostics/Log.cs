using Microsoft.Extensions.Logging;

namespace SecureSessions.OpenIdConnect;

/// <summary>The log lines of this package.</summary>
internal static partial class Log
{
    [LoggerMessage(
        301,
        LogLevel.Information,
        "The provider of the scheme {Scheme} ended {Count} sessions by its {Channel} channel",
        EventName = "oidc_logout")]
    public static partial void LoggedOut(ILogger logger, string scheme, int count, string channel);

    [LoggerMessage(
        302,
        LogLevel.Warning,
        "A logout by the {Channel} channel of the scheme {Scheme} was refused: {Reason}",
        EventName = "oidc_logout_refused")]
    public static partial void LogoutRefused(ILogger logger, string scheme, string channel, string reason);

    [LoggerMessage(
        303,
        LogLevel.Error,
        "A logout by the {Channel} channel of the scheme {Scheme} failed. It was answered 503, and the provider may send it again",
        EventName = "oidc_logout_fail")]
    public static partial void LogoutFailed(ILogger logger, Exception exception, string scheme, string channel);

    [LoggerMessage(
        304,
        LogLevel.Error,
        "The tokens of a session could not be refreshed by the provider of the scheme {Scheme}: {Reason}. The session goes on with the "
        + "tokens that it has",
        EventName = "oidc_refresh_fail")]
    public static partial void RefreshFailed(ILogger logger, Exception? exception, string scheme, string reason);

    [LoggerMessage(
        305,
        LogLevel.Information,
        "Session {SessionId} ends: the provider of the scheme {Scheme} refused its refresh token ({Error})",
        EventName = "oidc_refresh_refused")]
    public static partial void RefreshRefused(ILogger logger, SessionId sessionId, string scheme, string error);
}
