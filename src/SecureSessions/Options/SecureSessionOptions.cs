using System.Security.Claims;

namespace SecureSessions;

/// <summary>How sessions behave. Read once at start-up; every error is reported then, with its cure.</summary>
public sealed class SecureSessionOptions
{
    /// <summary>How long a session lives without activity. Enforced by the server, always on (ASVS 7.3.1).</summary>
    /// <value>Default: 20 minutes. Between 1 second and <see cref="AbsoluteTimeout"/>.</value>
    public TimeSpan IdleTimeout { get; set; } = SecureSessionDefaults.IdleTimeout;

    /// <summary>How long an anonymous session lives without activity, where that is to differ.</summary>
    /// <value>Default: <see langword="null"/>, which means <see cref="IdleTimeout"/>.</value>
    public TimeSpan? AnonymousIdleTimeout { get; set; }

    /// <summary>How long a session lives at most, whatever its activity. Counts from sign-in, always on (ASVS 7.3.2).</summary>
    /// <value>Default: 8 hours.</value>
    public TimeSpan AbsoluteTimeout { get; set; } = SecureSessionDefaults.AbsoluteTimeout;

    /// <summary>The age at which the secret in the cookie is renewed (SMCS, "Renewal Timeout").</summary>
    /// <value>Default: 15 minutes. More than twice <see cref="RenewalGrace"/>.</value>
    /// <remarks>Longer than <see cref="AbsoluteTimeout"/> means never.</remarks>
    public TimeSpan RenewalInterval { get; set; } = SecureSessionDefaults.RenewalInterval;

    /// <summary>How long a renewed secret's predecessor is still served once the new one was used, for requests under way.</summary>
    /// <value>Default: 30 seconds.</value>
    public TimeSpan RenewalGrace { get; set; } = SecureSessionDefaults.RenewalGrace;

    /// <summary>
    /// How long after its end a spent secret, or the secret of a session that was signed out, is refused without alarm: late
    /// requests are no attack.
    /// </summary>
    /// <value>Default: 5 minutes.</value>
    public TimeSpan LagWindow { get; set; } = SecureSessionDefaults.LagWindow;

    /// <summary>What happens when a spent secret arrives after the lag window.</summary>
    /// <value>Default: <see cref="SecretReuseBehavior.EndSession"/>.</value>
    /// <remarks>Security: with <see cref="SecretReuseBehavior.RefuseAndReport"/> a thief who renewed first keeps the session.</remarks>
    public SecretReuseBehavior SecretReuse { get; set; } = SecretReuseBehavior.EndSession;

    /// <summary>How many sessions a user may have at once (ASVS 7.1.2). <see cref="SessionLimit"/> says what happens to a sign-in that would make more.</summary>
    /// <value>
    /// Default: <see langword="null"/>, which means <see cref="SecureSessionDefaults.MaxSessionsPerUser"/>, 100, where the store has a users port,
    /// as those in memory and on Redis have, and any number where it has none. Otherwise at least 1, and the store must have one.
    /// </value>
    /// <remarks>The default is no policy but a bound: nobody fills the store by signing in over and over. Signing in again in the same browser replaces its session, and makes none more.</remarks>
    public int? MaxSessionsPerUser { get; set; }

    /// <summary>What happens to a sign-in beyond <see cref="MaxSessionsPerUser"/>.</summary>
    /// <value>Default: <see cref="SessionLimitBehavior.EndOldest"/>. Anything else needs a limit.</value>
    public SessionLimitBehavior SessionLimit { get; set; } = SessionLimitBehavior.EndOldest;

    /// <summary>How long a step-up counts, unless it says so itself (ASVS 7.5.3).</summary>
    /// <value>Default: 15 minutes. Between 1 second and 1 day.</value>
    public TimeSpan StepUpLifetime { get; set; } = SecureSessionDefaults.StepUpLifetime;

    /// <summary>The levels of authentication, the weakest first: a higher one serves where a lower one is asked for.</summary>
    /// <value>Default: <see langword="null"/>, which means <see cref="SecureSessionDefaults.AuthenticationLevels"/>.</value>
    /// <remarks>They compare ordinally. A level that is not among them serves only for itself.</remarks>
    public IReadOnlyList<string>? AuthenticationLevels { get; set; }

    /// <summary>
    /// Whether a signed-in session keeps what kind of devices (<c>Firefox on Windows</c>) and which networks (<c>/24</c>, <c>/48</c>) it is used
    /// from, and the users port what devices a user signs in from: for lists, for the notice of a new device, and for
    /// <see cref="Signals"/>.
    /// </summary>
    /// <value>Default: <see langword="true"/>. With <see langword="false"/> neither is kept or compared.</value>
    public bool KeepClientInfo { get; set; } = true;

    /// <summary>What counts as a signal of trouble, and what answers it.</summary>
    public SecureSessionSignalOptions Signals { get; } = new();

    /// <summary>The cookie.</summary>
    public SecureSessionCookieOptions Cookie { get; } = new();

    /// <summary>Requests that other sites send.</summary>
    public CrossSiteOptions CrossSite { get; } = new();

    /// <summary>The largest payload (principal and values) of a session, in bytes.</summary>
    /// <value>Default: 64 KiB. Between 1 KiB and 16 MiB.</value>
    public int MaxPayloadBytes { get; set; } = SecureSessionDefaults.MaxPayloadBytes;

    /// <summary>How long a call to the store may take before it counts as failed.</summary>
    /// <value>Default: 2 seconds.</value>
    public TimeSpan StoreTimeout { get; set; } = SecureSessionDefaults.StoreTimeout;

    /// <summary>
    /// A secret that the nodes have and the store has not. It is mixed into the hash of a session's secret and into the keys of the seals, so
    /// that whoever can write to the store cannot forge a session.
    /// </summary>
    /// <value>Default: <see langword="null"/>. Otherwise exactly 32 random bytes, the same on all nodes; base64 in configuration.</value>
    /// <remarks>
    /// <c>openssl rand -base64 32</c> makes one. It belongs where the app's other secrets are kept. Changing it ends all sessions, unless
    /// <see cref="AcceptedStoreKeys"/> holds the one before; setting it for the first time ends them.
    /// </remarks>
#pragma warning disable CA1819 // A byte array is what configuration binds from base64; it is copied when the options are read.
    public byte[]? StoreKey { get; set; }
#pragma warning restore CA1819

    /// <summary>
    /// Other keys by whose hashes and seals a session is accepted too, while <see cref="StoreKey"/> is replaced. Nothing is made with them: a
    /// session moves to <see cref="StoreKey"/> as its secret is renewed.
    /// </summary>
    /// <value>Default: none. At most 4, each of 32 bytes and another than <see cref="StoreKey"/>, which must be set.</value>
    /// <remarks>
    /// To replace a key, deploy three times: the new key here on all nodes; then the new one as <see cref="StoreKey"/> and the old one here; and
    /// once <see cref="AbsoluteTimeout"/> has passed since, without the old one. While a key stands here, a cookie that the present key does
    /// not know costs one more call to the store. Security: whoever has a key that stands here and can write to the store can forge a session, so
    /// a key that has leaked is no key to accept.
    /// </remarks>
    public IList<byte[]> AcceptedStoreKeys { get; } = [];

    /// <summary>What happens to a request with a session cookie while the store is down.</summary>
    /// <value>Default: <see cref="StoreFailureBehavior.ServiceUnavailable"/>.</value>
    public StoreFailureBehavior StoreFailure { get; set; } = StoreFailureBehavior.ServiceUnavailable;

    /// <summary>The <c>Retry-After</c> of a 503 answer.</summary>
    /// <value>Default: 5 seconds. Sent in whole seconds.</value>
    public TimeSpan RetryAfter { get; set; } = SecureSessionDefaults.RetryAfter;

    /// <summary>
    /// Whether the values of an anonymous session, and of the same user's earlier session, move into the session that a sign-in
    /// makes. When the user changes, nothing moves, whatever stands here.
    /// </summary>
    /// <value>Default: <see langword="null"/>: they move if the cookie's name begins with <c>__Host-</c> or <c>__Host-Http-</c>. Without
    /// such a name a neighbouring host can plant its own anonymous session, so then they are dropped.</value>
    public bool? KeepValuesOnSignIn { get; set; }

    /// <summary>Which keys move at a sign-in, where values move at all.</summary>
    /// <value>Default: <see langword="null"/>: all.</value>
    public Func<string, bool>? KeepValueOnSignIn { get; set; }

    /// <summary>Whether the <c>Clear-Site-Data</c> of a sign-out names <c>"cache", "storage"</c> (ASVS 14.3.1).</summary>
    /// <value>
    /// Default: <see langword="false"/>, since it also empties what the site keeps in the browser on purpose. The pages that the browser fetched ahead
    /// are cleared always: <c>"prefetchCache", "prerenderCache"</c>.
    /// </value>
    public bool ClearSiteDataOnSignOut { get; set; }

    /// <summary>
    /// Whether the answers to signed-in requests, to those whose session has ended, and to those that an anonymous session was looked at for, say
    /// <c>Cache-Control: no-store</c> unless the app set that header itself (ASVS 14.3.2).
    /// </summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool NoStoreWhenSignedIn { get; set; } = true;

    /// <summary>Reads the user id out of a principal at sign-in.</summary>
    /// <value>Default: the claim <see cref="ClaimTypes.NameIdentifier"/>, else <c>sub</c>.</value>
    public Func<ClaimsPrincipal, string?> UserIdSelector { get; set; } = static principal =>
        principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? principal.FindFirstValue("sub");

    /// <summary>Called at each sign-in: may shorten or lengthen the deadlines of this session (ASVS 7.1.1).</summary>
    /// <value>Default: <see langword="null"/>.</value>
    /// <remarks>
    /// It sees the properties of the sign-in, and so decides what "remember me" means: <see cref="SessionLifetimeContext.Properties"/>. What it asks for and no session
    /// can have makes the sign-in throw <see cref="InvalidOperationException"/>.
    /// </remarks>
    public Func<SessionLifetimeContext, ValueTask>? LifetimePolicy { get; set; }

    /// <summary>Sets both deadlines to the numbers of a standard.</summary>
    /// <param name="preset">The preset.</param>
    public void Apply(SecureSessionPreset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        IdleTimeout = preset.IdleTimeout;
        AbsoluteTimeout = preset.AbsoluteTimeout;
    }
}
