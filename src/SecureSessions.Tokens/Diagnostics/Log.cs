using Microsoft.Extensions.Logging;

namespace SecureSessions.Tokens;

/// <summary>The log lines of this package.</summary>
internal static partial class Log
{
    [LoggerMessage(
        401,
        LogLevel.Warning,
        "Access tokens are signed with a key that lives in this process only, since SigningKeys is empty and the session store keeps no "
        + "signing keys. They are refused by other nodes and after a restart. Set SigningKeys for more than one node",
        EventName = "tokens_ephemeral_key")]
    public static partial void EphemeralKey(ILogger logger);

    [LoggerMessage(
        402,
        LogLevel.Error,
        "A refresh token could not be rotated. Its client goes on with the same one, and gets a new access token",
        EventName = "tokens_rotation_fail")]
    public static partial void RotationFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        403,
        LogLevel.Error,
        "A request of the tokens of sessions failed. It was answered 503, and no token was changed that cannot be used any more",
        EventName = "tokens_fail")]
    public static partial void RequestFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        404,
        LogLevel.Error,
        "The session of an access token could not be checked: {Reason}. The request was answered 503",
        EventName = "tokens_check_fail")]
    public static partial void CheckFailed(ILogger logger, Exception? exception, string reason);

    [LoggerMessage(
        405,
        LogLevel.Information,
        "The signing key of generation {Generation}, which signs from {Begin:u} on, is {KeyId}",
        EventName = "tokens_signing_key")]
    public static partial void SigningKeyLearned(ILogger logger, string keyId, string generation, DateTimeOffset begin);

    [LoggerMessage(
        406,
        LogLevel.Error,
        "The signing key of generation {Generation} cannot be used. {Cause}",
        EventName = "tokens_signing_key_unreadable")]
    public static partial void SigningKeyUnreadable(ILogger logger, string generation, string cause);
}
