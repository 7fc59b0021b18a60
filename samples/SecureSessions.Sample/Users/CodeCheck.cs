namespace SecureSessions.Sample;

/// <summary>
/// Checks one-time codes, and has wrong ones slow down further ones (docs/sign-in-attempts.md). They are counted apart from passwords: a
/// right password does not give a thief new guesses.
/// </summary>
internal sealed class CodeCheck(SecondFactors factors, ISignInAttempts attempts)
{
    private const string Method = "otp";

    /// <summary>Uses up a code of the session's user. Returns a text for the user if it is not accepted, and nothing if it is.</summary>
    public ValueTask<string?> UseAsync(HttpContext context, string? code) =>
        CheckAsync(context, user => factors.TryUse(user, Digits(code)));

    /// <summary>Adds the app that has this key if the code is right. Returns a text for the user if it is not.</summary>
    public ValueTask<string?> AddAsync(HttpContext context, string key, string? code) =>
        CheckAsync(context, user => factors.TryAdd(user, key, Digits(code)));

    // Authenticator apps show the code in two groups.
    private static string Digits(string? code) => (code ?? "").Replace(" ", "", StringComparison.Ordinal);

    // A right code needs no report: the step-up is one.
    private async ValueTask<string?> CheckAsync(HttpContext context, Func<string, bool> isRight)
    {
        string user = context.GetSecureSession().UserId!;
        SignInAdmission admission = await attempts.AdmitAsync(context, user, Method);
        if (!admission.IsAllowed)
            return TooManyAttempts.Answer(context, admission);
        if (isRight(user))
            return null;

        await attempts.ReportFailedAsync(context, user, Method);
        return "That code is wrong, or was used before. Wait for the next one.";
    }
}
