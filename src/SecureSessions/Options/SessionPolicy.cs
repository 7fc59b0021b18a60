using System.Collections.Frozen;
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>An immutable copy of the options as they were at start-up, which the rest of the library reads.</summary>
internal sealed class SessionPolicy
{
    public SessionPolicy(IOptions<SecureSessionOptions> options)
    {
        SecureSessionOptions source = options.Value;
        IdleTimeout = source.IdleTimeout;
        AnonymousIdleTimeout = source.AnonymousIdleTimeout ?? source.IdleTimeout;
        AbsoluteTimeout = source.AbsoluteTimeout;
        RememberedAbsoluteTimeout = RememberedAbsoluteTimeoutOf(source);
        RememberedIdleTimeout = source.RememberedIdleTimeout
            ?? Min(Max(source.IdleTimeout, SecureSessionDefaults.RememberedIdleTimeout), RememberedAbsoluteTimeout);
        RenewalInterval = source.RenewalInterval;
        RenewalGrace = source.RenewalGrace;
        LagWindow = source.LagWindow;
        EndOnReuse = source.SecretReuse == SecretReuseBehavior.EndSession;
        MaxSessionsPerUser = source.MaxSessionsPerUser ?? SecureSessionDefaults.MaxSessionsPerUser;
        LimitsSessions = source.MaxSessionsPerUser is not null;
        SessionLimit = source.SessionLimit;
        StepUpLifetime = source.StepUpLifetime;
        AuthenticationLevels = new AuthenticationLevels(source.AuthenticationLevels ?? SecureSessionDefaults.AuthenticationLevels);
        KeepClientInfo = source.KeepClientInfo;
        KeepPlace = source.KeepPlace;
        KeepOpenedPayloads = source.KeepOpenedPayloads;
        UsesProviderTokens = source.UsesProviderTokens;
        NearCacheFor = source.NearCacheFor;
        IndexProviderSessions = source.IndexProviderSessions;
        Signals = new SignalPolicy(source.Signals);
        AttemptLimits = LimitsOf(source.SignInAttempts);
        MaxConsecutiveFailures = source.SignInAttempts.MaxConsecutiveFailures;
        MaxPayloadBytes = source.MaxPayloadBytes;
        StoreTimeout = source.StoreTimeout;
        StoreKey = source.StoreKey?.ToArray();
        AcceptedStoreKeys = [.. source.AcceptedStoreKeys.Select(static key => key.ToArray())];
        ContinueWithoutStore = source.StoreFailure == StoreFailureBehavior.ContinueAsAnonymous;
        RetryAfterSeconds = Math.Ceiling(source.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        KeepValuesOnSignIn = source.KeepValuesOnSignIn ?? CookieNamePrefix.IsHostBound(source.Cookie.Name);
        KeepValueOnSignIn = source.KeepValueOnSignIn ?? (static _ => true);
        ClearSiteDataOnSignOut = source.ClearSiteDataOnSignOut;
        NoStoreWhenSignedIn = source.NoStoreWhenSignedIn;
        PersistentCookie = source.Cookie.Persistent;
        SameSite = source.Cookie.SameSite;
        CrossSiteMode = source.CrossSite.Mode;
        CrossSiteStrict = source.CrossSite.Strict;
        TrustedOrigins = source.CrossSite.TrustedOrigins.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        UserIdSelector = source.UserIdSelector;
        LifetimePolicy = source.LifetimePolicy;
    }

    public TimeSpan IdleTimeout { get; }

    public TimeSpan AnonymousIdleTimeout { get; }

    public TimeSpan AbsoluteTimeout { get; }

    public TimeSpan RememberedIdleTimeout { get; }

    public TimeSpan RememberedAbsoluteTimeout { get; }

    public TimeSpan RenewalInterval { get; }

    public TimeSpan RenewalGrace { get; }

    public TimeSpan LagWindow { get; }

    public bool EndOnReuse { get; }

    public int MaxSessionsPerUser { get; }

    /// <summary>Whether the app has set the limit itself.</summary>
    public bool LimitsSessions { get; }

    public SessionLimitBehavior SessionLimit { get; }

    public TimeSpan StepUpLifetime { get; }

    public AuthenticationLevels AuthenticationLevels { get; }

    public bool KeepClientInfo { get; }

    public bool KeepPlace { get; }

    public bool KeepOpenedPayloads { get; }

    public bool UsesProviderTokens { get; }

    public TimeSpan? NearCacheFor { get; }

    public bool IndexProviderSessions { get; }

    public SignalPolicy Signals { get; }

    public AttemptLimits AttemptLimits { get; }

    public int MaxConsecutiveFailures { get; }

    public int MaxPayloadBytes { get; }

    public TimeSpan StoreTimeout { get; }

    public byte[]? StoreKey { get; }

    public IReadOnlyList<byte[]> AcceptedStoreKeys { get; }

    public bool ContinueWithoutStore { get; }

    public string RetryAfterSeconds { get; }

    public bool KeepValuesOnSignIn { get; }

    public Func<string, bool> KeepValueOnSignIn { get; }

    public bool ClearSiteDataOnSignOut { get; }

    public bool NoStoreWhenSignedIn { get; }

    public bool PersistentCookie { get; }

    public SameSiteMode SameSite { get; }

    public CrossSiteMode CrossSiteMode { get; }

    public bool CrossSiteStrict { get; }

    public FrozenSet<string> TrustedOrigins { get; }

    public Func<ClaimsPrincipal, string?> UserIdSelector { get; }

    public Func<SessionLifetimeContext, ValueTask>? LifetimePolicy { get; }

    public static TimeSpan RememberedAbsoluteTimeoutOf(SecureSessionOptions options) => options.RememberedAbsoluteTimeout
        ?? Max(options.AbsoluteTimeout, SecureSessionDefaults.RememberedAbsoluteTimeout);

    private static AttemptLimits LimitsOf(SignInAttemptOptions options) => new()
    {
        SourceFailures = options.SourceFailures,
        MaxSourceWait = options.MaxSourceWait,
        AccountFailures = options.AccountFailures,
        AccountWait = options.AccountWait,
    };

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
