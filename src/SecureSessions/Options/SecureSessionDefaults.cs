using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>Every default of the library, in one place.</summary>
public static class SecureSessionDefaults
{
    /// <summary>The name of the authentication scheme.</summary>
    public const string AuthenticationScheme = "SecureSession";

    /// <summary>The name of the cookie. The name does not reveal the framework (SMCS, "Session ID Name Fingerprinting").</summary>
    public const string CookieName = "__Host-id";

    /// <summary>The name of the query parameter that carries the return URL to the login page.</summary>
    public const string ReturnUrlParameter = "ReturnUrl";

    /// <summary>The prefix of every key of a session, in a distributed cache and on Redis.</summary>
    public const string KeyPrefix = "ss:";

    /// <summary>The service key under which the two ports of the in-memory store are registered, whatever store is used.</summary>
    public const string MemoryStoreKey = "SecureSessions.Memory";

    /// <summary>The SameSite attribute of the cookie.</summary>
    public const SameSiteMode CookieSameSite = SameSiteMode.Lax;

    /// <summary>What happens to a request that another site sent with the session cookie.</summary>
    public const CrossSiteMode CrossSiteMode = SecureSessions.CrossSiteMode.Enforce;

    /// <summary>The largest payload of a session, in bytes.</summary>
    /// <value>64 KiB.</value>
    public const int MaxPayloadBytes = 64 * 1024;

    /// <summary>The longest user id, in bytes of UTF-8.</summary>
    /// <value>1,024.</value>
    public const int MaxUserIdBytes = 1024;

    /// <summary>How many anonymous sessions the in-memory store holds.</summary>
    /// <value>100,000.</value>
    public const int MaxAnonymousSessions = 100_000;

    /// <summary>How many bytes the anonymous sessions of the in-memory store may take together.</summary>
    /// <value>256 MiB.</value>
    public const int MaxAnonymousBytes = 256 * 1024 * 1024;

    /// <summary>How many sessions a user may have at once, where the store lists users' sessions and the app sets no other limit.</summary>
    /// <value>100.</value>
    public const int MaxSessionsPerUser = 100;

    /// <summary>How many sessions the list endpoint shows: the most recently used ones.</summary>
    /// <value>100.</value>
    public const int MaxListedSessions = 100;

    /// <summary>How many replaced secrets of a session a store remembers, to tell a reuse from a forgery.</summary>
    /// <value>32.</value>
    public const int RememberedSecrets = 32;

    /// <summary>How many ended sessions of a user are remembered.</summary>
    /// <value>50.</value>
    public const int HistoryLength = 50;

    /// <summary>How many devices of a user are remembered.</summary>
    /// <value>20.</value>
    public const int MaxKnownDevices = 20;

    /// <summary>How many clients a session remembers, each of them a kind of device and a network.</summary>
    /// <value>8.</value>
    public const int MaxSeenClients = 8;

    /// <summary>How fast a user may travel, in kilometres an hour.</summary>
    /// <value>1,000.</value>
    public const int MaxTravelSpeed = 1000;

    /// <summary>The distance up to which travel is never impossible, in kilometres: networks tell places no better than that.</summary>
    /// <value>500.</value>
    public const int MinTravelDistance = 500;

    /// <summary>How many cookies that belong to no session one address may send within <see cref="FloodWindow"/>.</summary>
    /// <value>100.</value>
    public const int MaxUnknownTokens = 100;

    /// <summary>How many anonymous sessions one address may begin within <see cref="FloodWindow"/>.</summary>
    /// <value>200.</value>
    public const int MaxNewSessions = 200;

    /// <summary>How often one address may sign out within <see cref="FloodWindow"/>.</summary>
    /// <value>100.</value>
    public const int MaxSignOuts = 100;

    /// <summary>On how many accounts one address may fail to sign in within <see cref="FloodWindow"/>.</summary>
    /// <value>30.</value>
    public const int MaxFailedAccounts = 30;

    /// <summary>How many requests a throttled address may send within <see cref="FloodWindow"/>.</summary>
    /// <value>30.</value>
    public const int FloodPermits = 30;

    /// <summary>How many addresses are counted at a time: the most recently active ones.</summary>
    /// <value>10,000.</value>
    public const int MaxCountedAddresses = 10_000;

    /// <summary>With how many failed sign-ins on an account a source has to wait.</summary>
    /// <value>5.</value>
    public const int SourceFailures = 5;

    /// <summary>With how many failed sign-ins on an account within <see cref="AttemptWindow"/> unknown networks have to wait.</summary>
    /// <value>20.</value>
    public const int AccountFailures = 20;

    /// <summary>With how many consecutive failed sign-ins on an account the app is told to disable the method.</summary>
    /// <value>100, the most that NIST SP 800-63B-4, 3.2.2, allows.</value>
    public const int MaxConsecutiveFailures = 100;

    /// <summary>How many accounts, and how many sources, failed sign-ins are counted of in the memory of a node.</summary>
    /// <value>100,000.</value>
    public const int MaxCountedAttempts = 100_000;

    /// <summary>The longest label of a session, in bytes.</summary>
    /// <value>1,024.</value>
    public const int MaxLabelBytes = 1024;

    /// <summary>How many characters of the name of a country or a city are kept.</summary>
    /// <value>64.</value>
    public const int MaxPlaceNameLength = 64;

    /// <summary>How many methods an authentication may name.</summary>
    /// <value>16.</value>
    public const int MaxAuthenticationMethods = 16;

    /// <summary>The longest description of an authentication, its methods and its level, in bytes.</summary>
    /// <value>768, so that a label holds it together with a device.</value>
    public const int MaxAuthenticationBytes = 768;

    /// <summary>The longest life of a persistent cookie (RFC 6265bis, 5.5).</summary>
    /// <value>400 days.</value>
    public static readonly TimeSpan MaxCookieAge = TimeSpan.FromDays(400);

    /// <summary>How long a session lives without activity.</summary>
    /// <value>20 minutes.</value>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(20);

    /// <summary>How long a session lives at most.</summary>
    /// <value>8 hours.</value>
    public static readonly TimeSpan AbsoluteTimeout = TimeSpan.FromHours(8);

    /// <summary>How long a remembered session ("remember me") lives without activity.</summary>
    /// <value>14 days.</value>
    public static readonly TimeSpan RememberedIdleTimeout = TimeSpan.FromDays(14);

    /// <summary>How long a remembered session ("remember me") lives at most.</summary>
    /// <value>30 days.</value>
    public static readonly TimeSpan RememberedAbsoluteTimeout = TimeSpan.FromDays(30);

    /// <summary>The age at which a secret is renewed.</summary>
    /// <value>15 minutes.</value>
    public static readonly TimeSpan RenewalInterval = TimeSpan.FromMinutes(15);

    /// <summary>How long a replaced secret is still accepted after the new one was first used.</summary>
    /// <value>30 seconds.</value>
    public static readonly TimeSpan RenewalGrace = TimeSpan.FromSeconds(30);

    /// <summary>How long a spent secret is refused without an alarm, counted from when it was spent.</summary>
    /// <value>5 minutes.</value>
    public static readonly TimeSpan LagWindow = TimeSpan.FromMinutes(5);

    /// <summary>How long a step-up is valid.</summary>
    /// <value>15 minutes.</value>
    public static readonly TimeSpan StepUpLifetime = TimeSpan.FromMinutes(15);

    /// <summary>The levels of authentication, the weakest first (NIST SP 800-63B).</summary>
    /// <value><c>aal1</c>, <c>aal2</c>, <c>aal3</c>.</value>
    public static readonly IReadOnlyList<string> AuthenticationLevels = ["aal1", "aal2", "aal3"];

    /// <summary>How long a call to the store may take.</summary>
    /// <value>2 seconds.</value>
    public static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The <c>Retry-After</c> of a 503 answer: how long the client is to wait.</summary>
    /// <value>5 seconds.</value>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>The window within which requests are counted to detect a flood.</summary>
    /// <value>1 minute.</value>
    public static readonly TimeSpan FloodWindow = TimeSpan.FromMinutes(1);

    /// <summary>How long an address is throttled after a flood.</summary>
    /// <value>5 minutes.</value>
    public static readonly TimeSpan FloodThrottle = TimeSpan.FromMinutes(5);

    /// <summary>How long a source waits that has failed <see cref="SourceFailures"/> times on an account.</summary>
    /// <value>1 second. Each further failure doubles it.</value>
    public static readonly TimeSpan FirstSourceWait = TimeSpan.FromSeconds(1);

    /// <summary>The longest time that a source has to wait after failed sign-ins.</summary>
    /// <value>15 minutes.</value>
    public static readonly TimeSpan MaxSourceWait = TimeSpan.FromMinutes(15);

    /// <summary>How long unknown networks wait after each attempt on an account with <see cref="AccountFailures"/>.</summary>
    /// <value>30 seconds.</value>
    public static readonly TimeSpan AccountWait = TimeSpan.FromSeconds(30);

    /// <summary>The window within which failed sign-ins on an account are counted.</summary>
    /// <value>1 hour.</value>
    public static readonly TimeSpan AttemptWindow = TimeSpan.FromHours(1);

    /// <summary>For how long each consecutive failure keeps the count of its account.</summary>
    /// <value>1 day, so that a name that nobody has is soon forgotten, and an account under attack is not.</value>
    public static readonly TimeSpan FailureRetention = TimeSpan.FromDays(1);

    /// <summary>How far the store's time may be from the creation time that a create names.</summary>
    /// <value>30 seconds.</value>
    public static readonly TimeSpan CreateWindow = TimeSpan.FromSeconds(30);

    /// <summary>How long a tombstone is kept after the deadline that its session had.</summary>
    /// <value>10 minutes.</value>
    public static readonly TimeSpan TombstoneRetention = TimeSpan.FromMinutes(10);

    /// <summary>How long a reservation stays on its user's list without a session: the create may still be under way.</summary>
    /// <value>5 minutes.</value>
    public static readonly TimeSpan ReservationPeriod = TimeSpan.FromMinutes(5);

    /// <summary>How long a node has a lease on an expired session before another node may take it.</summary>
    /// <value>1 minute.</value>
    public static readonly TimeSpan DeadlineLease = TimeSpan.FromMinutes(1);

    /// <summary>How often a node looks for sessions whose deadline has passed.</summary>
    /// <value>5 seconds.</value>
    public static readonly TimeSpan DeadlineCheckInterval = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often a node checks each session that has connections open on the node, in case the announcement of its end was lost.
    /// </summary>
    /// <value>25 seconds, so that a connection is closed within 30 seconds, the time of the check included.</value>
    public static readonly TimeSpan LiveSessionCheckInterval = TimeSpan.FromSeconds(25);

    /// <summary>How often at most the calls of one hub connection move the idle deadline, if hub calls count as activity.</summary>
    /// <value>10 seconds.</value>
    public static readonly TimeSpan HubActivityInterval = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the peer of a WebSocket has to answer the close message when the session has ended, before the connection is aborted.
    /// </summary>
    /// <value>0.5 seconds.</value>
    public static readonly TimeSpan WebSocketCloseTimeout = TimeSpan.FromSeconds(0.5);

    /// <summary>How long ended sessions of a user are remembered.</summary>
    /// <value>90 days.</value>
    public static readonly TimeSpan HistoryRetention = TimeSpan.FromDays(90);

    /// <summary>How long ago, at most, a user must have authenticated in order to end their other sessions.</summary>
    /// <value>5 minutes.</value>
    public static readonly TimeSpan FreshAuthenticationForEnding = TimeSpan.FromMinutes(5);
}
