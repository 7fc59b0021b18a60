using System.Security.Claims;

namespace SecureSessions.Sample;

/// <summary>
/// Checks passwords for the login, the page that asks again and the clients, and has wrong ones slow down further ones
/// (docs/sign-in-attempts.md). What it answers is the same whether there is such a user or not.
/// </summary>
internal sealed class PasswordCheck(DemoUsers users, ISignInAttempts attempts)
{
    /// <summary>Returns the user, or a text for whoever tries.</summary>
    public async ValueTask<(ClaimsPrincipal? User, string? Refusal)> CheckAsync(HttpContext context, string? name, string? password)
    {
        SignInAdmission admission = await attempts.AdmitAsync(context, name ?? "");
        if (!admission.IsAllowed)
            return (null, TooManyAttempts.Answer(context, admission));

        // A right password needs no report: the sign-in, or the step-up, is one.
        if (users.Find(name ?? "", password ?? "") is { } user)
            return (user, null);

        await attempts.ReportFailedAsync(context, name ?? "");

        // To say which of the two is wrong would tell an attacker which users exist.
        return (null, "User name or password is wrong.");
    }
}
