using System.Globalization;

namespace SecureSessions.Tests.Docs.Users;

#region check
internal sealed class AccountCheck(IAccounts accounts, TimeProvider clock) : ISessionValidator
{
    private const string CheckedAt = "checked";

    // Runs at each request of a signed-in user, and so calls nobody.
    public bool IsDue(SessionValidationContext context) =>
        !context.Properties.Items.TryGetValue(CheckedAt, out string? at)
        || clock.GetUtcNow() - DateTimeOffset.Parse(at!, CultureInfo.InvariantCulture) > TimeSpan.FromMinutes(10);

    public async ValueTask ValidateAsync(SessionValidationContext context)
    {
        if (await accounts.FindPrincipalAsync(context.UserId, context.HttpContext.RequestAborted) is not { } principal)
        {
            context.RejectPrincipal();                              // ends the session
            return;
        }

        context.ReplacePrincipal(principal);
        context.Properties.Items[CheckedAt] = clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
    }
}
#endregion
