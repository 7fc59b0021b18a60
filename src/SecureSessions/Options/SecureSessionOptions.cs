using System.Security.Claims;

namespace SecureSessions;

/// <summary>
/// How sessions behave. The options are read once, at start-up, and every error in them is reported then, with the way to fix it.
/// </summary>
public sealed class SecureSessionOptions
{
    /// <summary>How long a session lives without activity. The server enforces it, and it cannot be switched off (ASVS 7.3.1).</summary>
    /// <value>Default: 20 minutes. Between 1 second and <see cref="AbsoluteTimeout"/>.</value>
    public TimeSpan IdleTimeout { get; set; } = SecureSessionDefaults.IdleTimeout;

    /// <summary>How long an anonymous session lives without activity.</summary>
    /// <value>Default: <see langword="null"/>, which means <see cref="IdleTimeout"/>.</value>
    public TimeSpan? AnonymousIdleTimeout { get; set; }

    /// <summary>
    /// How long a session lives at most, whatever its activity. Counts from the sign-in and cannot be switched off (ASVS 7.3.2).
    /// </summary>
    /// <value>Default: 8 hours.</value>
    public TimeSpan AbsoluteTimeout { get; set; } = SecureSessionDefaults.AbsoluteTimeout;

    /// <summary>
    /// How long a remembered session lives without activity: one whose user asked to be remembered, so that its sign-in had
    /// <c>AuthenticationProperties.IsPersistent</c>. Enforced by the server, as <see cref="IdleTimeout"/> is.
    /// </summary>
    /// <value>
    /// Default: <see langword="null"/>, which means 14 days, or <see cref="IdleTimeout"/> if that is longer. Not shorter than
    /// <see cref="IdleTimeout"/>, and at most <see cref="RememberedAbsoluteTimeout"/>.
    /// </value>
    /// <remarks>
    /// Security: whoever holds the device is signed in for that long. Let sensitive actions require a fresh authentication (ASVS 7.5.3).
    /// To give <c>IsPersistent</c> no longer life, set both options to the ordinary deadlines.
    /// </remarks>
    public TimeSpan? RememberedIdleTimeout { get; set; }

    /// <summary>How long a remembered session lives at most. Counts from the sign-in.</summary>
    /// <value>
    /// Default: <see langword="null"/>, which means 30 days, or <see cref="AbsoluteTimeout"/> if that is longer. Not shorter than
    /// <see cref="AbsoluteTimeout"/>, and at most 3,650 days.
    /// </value>
    public TimeSpan? RememberedAbsoluteTimeout { get; set; }

    /// <summary>The age at which the secret in the cookie is renewed (SMCS, "Renewal Timeout").</summary>
    /// <value>Default: 15 minutes. More than twice <see cref="RenewalGrace"/>.</value>
    /// <remarks>An interval longer than <see cref="AbsoluteTimeout"/> switches the renewal off.</remarks>
    public TimeSpan RenewalInterval { get; set; } = SecureSessionDefaults.RenewalInterval;

    /// <summary>How long a replaced secret is still accepted after the new one was first used, for requests under way.</summary>
    /// <value>Default: 30 seconds.</value>
    public TimeSpan RenewalGrace { get; set; } = SecureSessionDefaults.RenewalGrace;

    /// <summary>
    /// How long a spent secret, or the secret of a session that was signed out, is refused without an alarm, counted from when it was spent
    /// or the session ended: a late request is no attack.
    /// </summary>
    /// <value>Default: 5 minutes.</value>
    public TimeSpan LagWindow { get; set; } = SecureSessionDefaults.LagWindow;

    /// <summary>What happens when a spent secret arrives after the lag window.</summary>
    /// <value>Default: <see cref="SecretReuseBehavior.EndSession"/>.</value>
    /// <remarks>Security: with <see cref="SecretReuseBehavior.RefuseAndReport"/> a thief who renewed first keeps the session.</remarks>
    public SecretReuseBehavior SecretReuse { get; set; } = SecretReuseBehavior.EndSession;

    /// <summary>
    /// How many sessions a user may have at once (ASVS 7.1.2). <see cref="SessionLimit"/> says what happens to a sign-in that would make
    /// more. <see cref="LifetimePolicy"/> may set another limit for a sign-in.
    /// </summary>
    /// <value>
    /// Default: <see langword="null"/>. It means <see cref="SecureSessionDefaults.MaxSessionsPerUser"/>, 100, if the store has a users
    /// port, as the stores in memory and on Redis have, and any number if the store has none. A number is at least 1 and needs a store with
    /// a users port.
    /// </value>
    /// <remarks>
    /// The default is not a policy but a bound, so that no user can fill the store by signing in over and over. A sign-in in a browser that
    /// has a session of the user replaces this session and adds none.
    /// </remarks>
    public int? MaxSessionsPerUser { get; set; }

    /// <summary>What happens to a sign-in beyond <see cref="MaxSessionsPerUser"/>.</summary>
    /// <value>
    /// Default: <see cref="SessionLimitBehavior.EndOldest"/>. Any other value needs <see cref="MaxSessionsPerUser"/> to be set.
    /// </value>
    public SessionLimitBehavior SessionLimit { get; set; } = SessionLimitBehavior.EndOldest;

    /// <summary>How long a step-up is valid, unless the call names another time (ASVS 7.5.3).</summary>
    /// <value>Default: 15 minutes. Between 1 second and 1 day.</value>
    public TimeSpan StepUpLifetime { get; set; } = SecureSessionDefaults.StepUpLifetime;

    /// <summary>The levels of authentication, the weakest first. A higher level meets a requirement of a lower one.</summary>
    /// <value>Default: <see langword="null"/>, which means <see cref="SecureSessionDefaults.AuthenticationLevels"/>.</value>
    /// <remarks>Levels compare ordinally. A level that is not in the list meets only a requirement of the same level.</remarks>
    public IReadOnlyList<string>? AuthenticationLevels { get; set; }

    /// <summary>
    /// Whether a signed-in session keeps the kinds of device (<c>Firefox on Windows</c>) and the networks (<c>/24</c>, <c>/48</c>) that it
    /// is used from, and whether the users port keeps the devices that a user signs in from. Lists of sessions, the notice of a new device
    /// and
    /// <see cref="Signals"/> need them.
    /// </summary>
    /// <value>
    /// Default: <see langword="true"/>. With <see langword="false"/> neither the clients of a session nor the devices of a user are kept or
    /// compared.
    /// </value>
    public bool KeepClientInfo { get; set; } = true;

    /// <summary>
    /// Whether a signed-in session also keeps the country and the city that the app's <c>IGeoLocator</c> names, for lists of sessions and
    /// the history.
    /// </summary>
    /// <value>Default: <see langword="false"/>. Needs <see cref="KeepClientInfo"/> and <c>AddGeoLocator</c>.</value>
    /// <remarks>
    /// Privacy: places are personal data, and the library decides nothing by them. Set it only if users are to see where their sessions
    /// are, and once all nodes run a version that knows it: an earlier one cannot read such sessions, and ends them.
    /// </remarks>
    public bool KeepPlace { get; set; }

    /// <summary>
    /// Whether the app uses the tokens of an identity provider that its sign-ins keep (<c>SaveTokens</c>). If not, the first session that
    /// keeps such tokens is told of in the log, by <c>session_weak_setting</c>: an app that does not use them need not hold them.
    /// </summary>
    /// <value>
    /// Default: <see langword="false"/>. <c>AddOpenIdConnectSessions()</c> sets it, unless its <c>RefreshTokens</c> is off.
    /// </value>
    public bool UsesProviderTokens { get; set; }

    /// <summary>What counts as a signal of trouble, and how the library responds to it.</summary>
    public SecureSessionSignalOptions Signals { get; } = new();

    /// <summary>How failed attempts to sign in slow down further ones.</summary>
    public SignInAttemptOptions SignInAttempts { get; } = new();

    /// <summary>The session cookie.</summary>
    public SecureSessionCookieOptions Cookie { get; } = new();

    /// <summary>How requests that other sites send are handled.</summary>
    public CrossSiteOptions CrossSite { get; } = new();

    /// <summary>
    /// Whether sessions can be found by the session at the identity provider that they come from: by the claims <c>sid</c> and <c>sub</c>
    /// of the principal, with <c>ISecureSessionManager.EndProviderSessionsAsync</c>. Logout by the provider needs it.
    /// </summary>
    /// <value>
    /// Default: <see langword="false"/>. With <see langword="true"/> a sign-in whose principal has a claim <c>sid</c> costs two calls to
    /// the store more. Needs a store with a users port.
    /// </value>
    public bool IndexProviderSessions { get; set; }

    /// <summary>
    /// Whether a node remembers payloads (principal and values) that it has opened, so that the next requests of a burst need not open them
    /// again. The store answers every request as before, so no deadline, no end and no change is missed.
    /// </summary>
    /// <value>
    /// Default: <see langword="true"/>: each for 4 seconds at most, 32 MiB in all at most. With <see langword="false"/> a payload is plain
    /// in the memory of the process only during a request.
    /// </value>
    public bool KeepOpenedPayloads { get; set; } = true;

    /// <summary>
    /// How long a node may answer reads of a session from its own memory after it has asked the store. Meanwhile the store announces ends,
    /// regenerations and changes of privileges, and the node obeys at once.
    /// </summary>
    /// <value>
    /// Default: <see langword="null"/>, which means never. Otherwise more than zero, and at most 5 seconds and
    /// <see cref="RenewalGrace"/>. Needs a store that announces changes (<see cref="ISecureSessionAnnouncements"/>), as the one on Redis
    /// does.
    /// </value>
    /// <remarks>
    /// Security: if an announcement is lost without notice, a session that has ended, or a secret that was regenerated, is accepted for so
    /// long. Values that another node has written may be seen so much later. A session may end so much early by its idle timeout. While the
    /// node does not hear announcements, it asks the store each time. No session is used past a deadline.
    /// </remarks>
    public TimeSpan? NearCacheFor { get; set; }

    /// <summary>The largest payload (principal and values) of a session, in bytes.</summary>
    /// <value>Default: 64 KiB. Between 1 KiB and 16 MiB.</value>
    public int MaxPayloadBytes { get; set; } = SecureSessionDefaults.MaxPayloadBytes;

    /// <summary>How long a call to the store may take before it counts as failed.</summary>
    /// <value>Default: 2 seconds.</value>
    public TimeSpan StoreTimeout { get; set; } = SecureSessionDefaults.StoreTimeout;

    /// <summary>
    /// A secret that the nodes have and the store does not have. It is mixed into the hash of each session's secret and into the keys that
    /// seal payloads, so that an attacker who can write to the store cannot forge a session.
    /// </summary>
    /// <value>Default: <see langword="null"/>. Otherwise exactly 32 random bytes, the same on all nodes; base64 in configuration.</value>
    /// <remarks>
    /// <c>openssl rand -base64 32</c> prints such a key. It belongs where the app's other secrets are kept. A change of the key ends all
    /// sessions, unless <see cref="AcceptedStoreKeys"/> holds the previous key. Setting a key for the first time ends all sessions.
    /// </remarks>
#pragma warning disable CA1819 // Configuration binds a byte array from base64. The array is copied when the options are read.
    public byte[]? StoreKey { get; set; }
#pragma warning restore CA1819

    /// <summary>
    /// Other keys whose hashes and seals are accepted as well, while <see cref="StoreKey"/> is being replaced. The library makes no hash
    /// and no seal with them: a session moves to <see cref="StoreKey"/> when its secret is renewed.
    /// </summary>
    /// <value>Default: none. At most 4, each of 32 bytes and different from <see cref="StoreKey"/>, which must be set.</value>
    /// <remarks>
    /// To replace a key, deploy three times: first with the new key in this list on all nodes; then with the new key as
    /// <see cref="StoreKey"/> and the old key in this list; finally, when <see cref="AbsoluteTimeout"/> has passed since, without the old
    /// key. Each key in this list may cost one more call to the store for a cookie that <see cref="StoreKey"/> does not match. Security: an
    /// attacker who has a key of this list and can write to the store can forge a session. Do not accept a key that has leaked.
    /// </remarks>
    public IList<byte[]> AcceptedStoreKeys { get; } = [];

    /// <summary>What happens to a request with a session cookie while the store is down.</summary>
    /// <value>Default: <see cref="StoreFailureBehavior.ServiceUnavailable"/>.</value>
    public StoreFailureBehavior StoreFailure { get; set; } = StoreFailureBehavior.ServiceUnavailable;

    /// <summary>The <c>Retry-After</c> of a 503 answer.</summary>
    /// <value>Default: 5 seconds. Sent in whole seconds.</value>
    public TimeSpan RetryAfter { get; set; } = SecureSessionDefaults.RetryAfter;

    /// <summary>
    /// Whether the values of an anonymous session, and of the same user's earlier session, move into the session that a sign-in creates.
    /// When the user changes, no value moves, whatever this option says.
    /// </summary>
    /// <value>
    /// Default: <see langword="null"/>: values move if the cookie's name begins with <c>__Host-</c> or <c>__Host-Http-</c>. Without such a
    /// name they are dropped, because a neighbouring host can plant an anonymous session of its own.
    /// </value>
    public bool? KeepValuesOnSignIn { get; set; }

    /// <summary>Which keys move at a sign-in, if values move at all.</summary>
    /// <value>Default: <see langword="null"/>: all.</value>
    public Func<string, bool>? KeepValueOnSignIn { get; set; }

    /// <summary>Whether the <c>Clear-Site-Data</c> of a sign-out names <c>"cache", "storage"</c> (ASVS 14.3.1).</summary>
    /// <value>
    /// Default: <see langword="false"/>, because it also deletes what the site keeps in the browser on purpose. Pages that the browser
    /// fetched ahead are always cleared: <c>"prefetchCache", "prerenderCache"</c>.
    /// </value>
    public bool ClearSiteDataOnSignOut { get; set; }

    /// <summary>
    /// Whether answers have <c>Cache-Control: no-store</c>, unless the app set that header itself (ASVS 14.3.2). It concerns the answers to
    /// signed-in requests, to requests whose session has ended, and to requests that looked at an anonymous session.
    /// </summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool NoStoreWhenSignedIn { get; set; } = true;

    /// <summary>Reads the user id out of a principal at sign-in.</summary>
    /// <value>Default: the claim <see cref="ClaimTypes.NameIdentifier"/>, else <c>sub</c>.</value>
    public Func<ClaimsPrincipal, string?> UserIdSelector { get; set; } = static principal =>
        principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? principal.FindFirstValue("sub");

    /// <summary>
    /// A function that is called at each sign-in. It may shorten or lengthen the deadlines of the new session (ASVS 7.1.1), and set another
    /// limit of the user's sessions (ASVS 7.1.2).
    /// </summary>
    /// <value>Default: <see langword="null"/>.</value>
    /// <remarks>
    /// The function sees the properties of the sign-in (<see cref="SessionLifetimeContext.Properties"/>), and so decides what "remember me"
    /// means. If it sets deadlines that no session can have, or a limit below 1, the sign-in throws
    /// <see cref="InvalidOperationException"/>.
    /// </remarks>
    public Func<SessionLifetimeContext, ValueTask>? LifetimePolicy { get; set; }

    /// <summary>Sets the deadlines to those of a standard, also those of remembered sessions: the standard knows no exception.</summary>
    /// <param name="preset">The preset.</param>
    public void Apply(SecureSessionPreset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        IdleTimeout = preset.IdleTimeout;
        AbsoluteTimeout = preset.AbsoluteTimeout;
        RememberedIdleTimeout = preset.IdleTimeout;
        RememberedAbsoluteTimeout = preset.AbsoluteTimeout;
    }
}
