using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>
/// Warns once if a session is to keep tokens of an identity provider and the app has not said that it uses them (ASVS 10.1.1). Many apps
/// keep them without need, by <c>SaveTokens</c>.
/// </summary>
internal sealed class ProviderTokensCheck(SessionPolicy policy, ILogger<ProviderTokensCheck> logger)
{
    private readonly Once _warning = new(isDone: policy.UsesProviderTokens);

    /// <summary>Looks at the properties of a ticket that is about to be stored.</summary>
    public void Look(AuthenticationProperties properties)
    {
        if (!_warning.IsDone && TicketChange.HasTokens(properties) && _warning.TryTake())
        {
            Log.WeakSetting(
                logger,
                "Tokens of an identity provider in sessions (SaveTokens)",
                "they make each session larger, expire unnoticed, and are one secret more that the app holds for its users. Leave "
                + "SaveTokens off. If the app uses the tokens, have AddOpenIdConnectSessions() keep them fresh, or set UsesProviderTokens "
                + "(ASVS 10.1.1).");
        }
    }
}
