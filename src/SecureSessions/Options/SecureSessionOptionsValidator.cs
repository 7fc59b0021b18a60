using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>Reports every error at once, each with the value that was found and the way to fix it.</summary>
internal sealed class SecureSessionOptionsValidator : IValidateOptions<SecureSessionOptions>
{
    /// <summary>The longest absolute timeout.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    private const int MostAcceptedKeys = 4;

    private static readonly TimeSpan LongestNearCache = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    public ValidateOptionsResult Validate(string? name, SecureSessionOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        CheckTimes(options, errors);
        CheckSizesAndChoices(options, errors);
        SignalOptionsRules.Check(options, errors);
        SignInAttemptOptionsRules.Check(options.SignInAttempts, errors);
        CookieOptionsRules.Check(options.Cookie, errors);
        CrossSiteOptionsRules.Check(options.CrossSite, errors);
        return errors.Build();
    }

    private static void CheckTimes(SecureSessionOptions options, ValidateOptionsResultBuilder errors)
    {
        TimeRange.Check(options.AbsoluteTimeout, nameof(options.AbsoluteTimeout), Shortest, Longest, errors);
        CheckIdle(options.IdleTimeout, nameof(options.IdleTimeout), options, errors);
        if (options.AnonymousIdleTimeout is { } anonymous)
            CheckIdle(anonymous, nameof(options.AnonymousIdleTimeout), options, errors);
        CheckRemembered(options, errors);
        CheckNearCache(options, errors);

        TimeRange.Check(options.RenewalGrace, nameof(options.RenewalGrace), Shortest, TimeSpan.FromMinutes(10), errors);
        TimeRange.Check(options.LagWindow, nameof(options.LagWindow), TimeSpan.Zero, TimeSpan.FromDays(1), errors);
        TimeRange.Check(options.StoreTimeout, nameof(options.StoreTimeout), TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), errors);
        TimeRange.Check(options.StepUpLifetime, nameof(options.StepUpLifetime), Shortest, TimeSpan.FromDays(1), errors);
        TimeRange.Check(options.RetryAfter, nameof(options.RetryAfter), Shortest, TimeSpan.FromHours(1), errors);
        if (options.RenewalInterval.Ticks / 2.0 <= options.RenewalGrace.Ticks)
        {
            errors.AddError(
                $"RenewalInterval is {DurationText.Of(options.RenewalInterval)}, which is not more than twice RenewalGrace "
                + $"({DurationText.Of(options.RenewalGrace)}): "
                + "renewals would overlap. Lengthen RenewalInterval or shorten RenewalGrace.");
        }
    }

    private static void CheckNearCache(SecureSessionOptions options, ValidateOptionsResultBuilder errors)
    {
        if (options.NearCacheFor is not { } time)
            return;

        if (time <= TimeSpan.Zero || time > LongestNearCache)
        {
            errors.AddError(
                $"NearCacheFor is {DurationText.Of(time)}. Set it to more than {DurationText.Of(TimeSpan.Zero)} and at most "
                + $"{DurationText.Of(LongestNearCache)}, or to null to ask the store at each request.");
        }
        else if (options.RenewalGrace >= Shortest && time > options.RenewalGrace)
        {
            errors.AddError(
                $"NearCacheFor is {DurationText.Of(time)}, longer than RenewalGrace ({DurationText.Of(options.RenewalGrace)}): a node "
                + "could accept a renewed secret after its grace. Lengthen RenewalGrace or shorten NearCacheFor.");
        }
    }

    private static void CheckIdle(TimeSpan idle, string name, SecureSessionOptions options, ValidateOptionsResultBuilder errors) =>
        TimeRange.CheckWithin(idle, name, Shortest, options.AbsoluteTimeout, nameof(options.AbsoluteTimeout), errors);

    private static void CheckRemembered(SecureSessionOptions options, ValidateOptionsResultBuilder errors)
    {
        TimeSpan absolute = SessionPolicy.RememberedAbsoluteTimeoutOf(options);
        if (options.RememberedAbsoluteTimeout is not null)
        {
            CheckNotShorter(
                absolute,
                nameof(options.RememberedAbsoluteTimeout),
                options.AbsoluteTimeout,
                nameof(options.AbsoluteTimeout),
                errors);
            TimeRange.Check(absolute, nameof(options.RememberedAbsoluteTimeout), Shortest, Longest, errors);
        }

        if (options.RememberedIdleTimeout is { } idle)
        {
            CheckNotShorter(idle, nameof(options.RememberedIdleTimeout), options.IdleTimeout, nameof(options.IdleTimeout), errors);
            TimeRange.CheckWithin(
                idle, nameof(options.RememberedIdleTimeout), Shortest, absolute, nameof(options.RememberedAbsoluteTimeout), errors);
        }
    }

    private static void CheckNotShorter(
        TimeSpan remembered, string name, TimeSpan ordinary, string ordinaryName, ValidateOptionsResultBuilder errors)
    {
        if (remembered >= Shortest && remembered < ordinary)
        {
            errors.AddError(
                $"{name} is {DurationText.Of(remembered)}, shorter than {ordinaryName} ({DurationText.Of(ordinary)}): "
                + $"\"remember me\" would shorten a session. Set it to at least {DurationText.Of(ordinary)}, or leave it out.");
        }
    }

    private static void CheckSizesAndChoices(SecureSessionOptions options, ValidateOptionsResultBuilder errors)
    {
        if (options.MaxPayloadBytes is < 1024 or > 16 * 1024 * 1024)
            errors.AddError($"MaxPayloadBytes is {options.MaxPayloadBytes}. Set it between 1024 (1 KiB) and 16777216 (16 MiB).");
        CheckStoreKeys(options, errors);
        CheckLevels(options.AuthenticationLevels ?? [], errors);
        if (options.MaxSessionsPerUser < 1)
        {
            errors.AddError(
                $"MaxSessionsPerUser is {options.MaxSessionsPerUser}: nobody could sign in. Set it to at least 1, or to null for "
                + $"{SecureSessionDefaults.MaxSessionsPerUser}.");
        }

        if (options is { KeepPlace: true, KeepClientInfo: false })
        {
            errors.AddError(
                "KeepPlace is true, but with KeepClientInfo = false no client is kept whose place it could be. Set KeepClientInfo to true, "
                + "or KeepPlace to false.");
        }

        if (!Enum.IsDefined(options.SessionLimit))
            errors.AddError($"SessionLimit is {(int)options.SessionLimit}. Use a named value of SessionLimitBehavior.");
        else if (options.SessionLimit != SessionLimitBehavior.EndOldest && options.MaxSessionsPerUser is null)
        {
            errors.AddError(
                $"SessionLimit is {options.SessionLimit}, but MaxSessionsPerUser is null, so there is no limit that the app has set. Set "
                + "MaxSessionsPerUser, or leave SessionLimit at EndOldest.");
        }

        if (!Enum.IsDefined(options.SecretReuse))
            errors.AddError($"SecretReuse is {(int)options.SecretReuse}. Use a named value of SecretReuseBehavior.");
        if (!Enum.IsDefined(options.StoreFailure))
            errors.AddError($"StoreFailure is {(int)options.StoreFailure}. Use a named value of StoreFailureBehavior.");
        if (options.UserIdSelector is null)
            errors.AddError("UserIdSelector is null. Leave it alone, or set a function that returns the user id of a principal.");
    }

    private static void CheckLevels(IReadOnlyList<string> levels, ValidateOptionsResultBuilder errors)
    {
        foreach (string level in levels.Where(static level => !AuthenticationLevels.IsValidName(level)))
        {
            errors.AddError(
                $"AuthenticationLevels holds '{level}'. Name a level by printable ASCII characters without spaces, for example aal2.");
        }

        foreach (
            string twice in levels.GroupBy(static level => level, StringComparer.Ordinal).Where(
                static same => same.Count() > 1).Select(static same => same.Key))
            errors.AddError($"AuthenticationLevels holds '{twice}' twice. Name each level once, the weakest first.");
    }

    private static void CheckStoreKeys(SecureSessionOptions options, ValidateOptionsResultBuilder errors)
    {
        if (options.StoreKey is { } present)
            CheckStoreKey(present, nameof(options.StoreKey), errors);
        else if (options.AcceptedStoreKeys.Count > 0)
            errors.AddError("AcceptedStoreKeys is set, but StoreKey is not: sessions would be made without a key. Set StoreKey as well.");

        if (options.AcceptedStoreKeys.Count > MostAcceptedKeys)
        {
            errors.AddError(
                $"AcceptedStoreKeys holds {options.AcceptedStoreKeys.Count} keys. Accept at most {MostAcceptedKeys}: each may cost a "
                + "call to the store.");
        }

        for (int i = 0; i < options.AcceptedStoreKeys.Count; i++)
        {
            byte[] key = options.AcceptedStoreKeys[i] ?? [];
            CheckStoreKey(key, $"AcceptedStoreKeys[{i}]", errors);
            if (
                options.AcceptedStoreKeys.Take(i).Prepend(options.StoreKey).Any(
                    other => CryptographicOperations.FixedTimeEquals(key, other)))
                errors.AddError($"AcceptedStoreKeys[{i}] is the same key as StoreKey or as an earlier entry. Remove it.");
        }
    }

    // The key is a secret: no message shows any part of it.
    private static void CheckStoreKey(byte[] key, string name, ValidateOptionsResultBuilder errors)
    {
        if (key.Length != SessionSecret.Size)
        {
            errors.AddError(
                $"{name} has {key.Length} bytes. Set exactly {SessionSecret.Size}, as this command prints them: openssl rand -base64 "
                + $"{SessionSecret.Size}.");
        }
        else if (!key.AsSpan().ContainsAnyExcept((byte)0))
        {
            errors.AddError(
                $"{name} holds zeros only. Set {SessionSecret.Size} random bytes, as this command prints them: openssl rand -base64 "
                + $"{SessionSecret.Size}.");
        }
    }
}
