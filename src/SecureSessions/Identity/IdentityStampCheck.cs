using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>
/// Validates the security stamp of sessions of Identity, once in <c>SecurityStampValidatorOptions.ValidationInterval</c>, and rebuilds the
/// principal of a user whose privileges were changed elsewhere. Both go by the present data of the user. The session of a client without
/// cookies is validated at each refresh, as Identity does with its own refresh tokens.
/// </summary>
internal sealed class IdentityStampCheck(
    IOptions<SecurityStampValidatorOptions> options, IOptions<IdentityOptions> identity, TimeProvider timeProvider)
    : ISessionValidator, IPrincipalRefresher
{
    private const string CheckedAt = ".StampCheckedAt";

    public bool IsDue(SessionValidationContext context) => context.IsOfClient
        ? context.Scheme == IdentityConstants.BearerScheme || context.Principal.HasClaim(IsStamp)
        : context.Scheme == IdentityConstants.ApplicationScheme
            && timeProvider.GetUtcNow() - LastCheck(context) > options.Value.ValidationInterval;

    public async ValueTask ValidateAsync(SessionValidationContext context)
    {
        if (await IdentityStamp.ValidateAsync(context.HttpContext, context.Principal) is not { } principal)
        {
            context.RejectPrincipal();
            return;
        }

        // What has not changed is not written.
        context.ReplacePrincipal(principal);
        if (context.IsOfClient)
            return;

        context.Properties.Items[CheckedAt] = timeProvider.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
    }

    public ValueTask<ClaimsPrincipal?> RefreshAsync(PrincipalRefreshContext context) =>
        IdentityStamp.ValidateAsync(context.HttpContext, context.Principal);

    private bool IsStamp(Claim claim) => claim.Type == identity.Value.ClaimsIdentity.SecurityStampClaimType;

    private static DateTimeOffset LastCheck(SessionValidationContext context) =>
        context.Properties.Items.TryGetValue(CheckedAt, out string? text)
        && DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset at)
            ? at
            : context.Properties.IssuedUtc ?? DateTimeOffset.MinValue;
}
