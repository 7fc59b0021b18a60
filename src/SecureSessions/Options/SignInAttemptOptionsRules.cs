using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>Refuses, at start-up, options with which nobody could sign in, or guesses would hardly be slowed down.</summary>
internal static class SignInAttemptOptionsRules
{
    private const string Group = nameof(SecureSessionOptions.SignInAttempts);

    public static void Check(SignInAttemptOptions options, ValidateOptionsResultBuilder errors)
    {
        CheckCount(options.SourceFailures, nameof(options.SourceFailures), 20, errors);
        CheckCount(options.AccountFailures, nameof(options.AccountFailures), 100, errors);
        CheckCount(options.MaxConsecutiveFailures, nameof(options.MaxConsecutiveFailures), 100, errors);
        TimeRange.Check(
            options.MaxSourceWait,
            $"{Group}.{nameof(options.MaxSourceWait)}",
            TimeSpan.FromMinutes(1),
            SecureSessionDefaults.AttemptWindow,
            errors);
        TimeRange.Check(
            options.AccountWait,
            $"{Group}.{nameof(options.AccountWait)}",
            TimeSpan.FromSeconds(1),
            SecureSessionDefaults.AttemptWindow,
            errors);
    }

    private static void CheckCount(int count, string name, int most, ValidateOptionsResultBuilder errors)
    {
        if (count < 1 || count > most)
            errors.AddError($"{Group}.{name} is {count}. Set it between 1 and {most}.");
    }
}
