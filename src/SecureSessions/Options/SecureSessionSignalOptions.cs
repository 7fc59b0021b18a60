namespace SecureSessions;

/// <summary>
/// What counts as a signal of trouble, and how the library responds to it (SMCS, "Binding the Session ID to Other User Properties").
/// </summary>
/// <remarks>
/// A signal is no proof: one browser can imitate another, and people move. Security: a response that ends sessions also ends sessions of
/// honest users.
/// </remarks>
public sealed class SecureSessionSignalOptions
{
    /// <summary>
    /// What happens when a session is used from another kind of device, such as Chrome on Linux after Firefox on Windows.
    /// </summary>
    /// <value>Default: <see cref="SignalResponse.Report"/>.</value>
    public SignalResponse DeviceChange { get; set; } = SignalResponse.Report;

    /// <summary>What happens when a session is used from a network (<c>/24</c>, <c>/48</c>) that it was not used from before.</summary>
    /// <value>Default: <see cref="SignalResponse.Report"/>.</value>
    /// <remarks>
    /// A phone that leaves the house changes its network. <see cref="SignalResponse.End"/> suits only apps that are not used on the move.
    /// </remarks>
    public SignalResponse NetworkChange { get; set; } = SignalResponse.Report;

    /// <summary>What happens when a user was in two places within less time than the journey takes. Needs <c>AddGeoLocator</c>.</summary>
    /// <value>Default: <see cref="SignalResponse.Report"/>.</value>
    /// <remarks>
    /// With <see cref="SignalResponse.End"/> a sign-in fails with a <c>SessionEndedException</c>, which is answered 401 unless the app
    /// catches it.
    /// </remarks>
    public SignalResponse ImpossibleTravel { get; set; } = SignalResponse.Report;

    /// <summary>How fast a user may travel, in kilometres an hour. A journey of 500 km or less is never impossible.</summary>
    /// <value>Default: 1,000, an airliner. Between 100 and 100,000.</value>
    public int MaxTravelSpeed { get; set; } = SecureSessionDefaults.MaxTravelSpeed;

    /// <summary>
    /// How many cookies that belong to no session one address (IPv4 <c>/32</c>, IPv6 <c>/64</c>) may send within <see cref="FloodWindow"/>.
    /// </summary>
    /// <value>Default: 100. At least 1; <see langword="null"/> for any number.</value>
    public int? MaxUnknownTokens { get; set; } = SecureSessionDefaults.MaxUnknownTokens;

    /// <summary>How many anonymous sessions one address may begin within <see cref="FloodWindow"/>.</summary>
    /// <value>Default: 200. At least 1; <see langword="null"/> for any number.</value>
    public int? MaxNewSessions { get; set; } = SecureSessionDefaults.MaxNewSessions;

    /// <summary>How often one address may sign out within <see cref="FloodWindow"/>.</summary>
    /// <value>Default: 100. At least 1; <see langword="null"/> for any number.</value>
    public int? MaxSignOuts { get; set; } = SecureSessionDefaults.MaxSignOuts;

    /// <summary>
    /// On how many accounts one address may fail to sign in within <see cref="FloodWindow"/>, where the app asks <c>ISignInAttempts</c>: an
    /// attacker tries one password on many accounts.
    /// </summary>
    /// <value>Default: 30. Between 1 and 1,000; <see langword="null"/> for any number.</value>
    public int? MaxFailedAccounts { get; set; } = SecureSessionDefaults.MaxFailedAccounts;

    /// <summary>
    /// The window of <see cref="MaxUnknownTokens"/>, <see cref="MaxNewSessions"/>, <see cref="MaxSignOuts"/> and
    /// <see cref="MaxFailedAccounts"/>.
    /// </summary>
    /// <value>Default: 1 minute. Between 1 second and 1 hour.</value>
    public TimeSpan FloodWindow { get; set; } = SecureSessionDefaults.FloodWindow;

    /// <summary>How long an address that exceeded one of the four numbers is throttled, if the app's rate limiter asks
    /// <c>SecureSessionFloods</c>.</summary>
    /// <value>Default: 5 minutes. Between 1 second and 1 day.</value>
    public TimeSpan FloodThrottle { get; set; } = SecureSessionDefaults.FloodThrottle;

    /// <summary>How many requests a throttled address may send within <see cref="FloodWindow"/>.</summary>
    /// <value>Default: 30. At least 1.</value>
    /// <remarks>Several users may share an address: that of a company or of a mobile network.</remarks>
    public int FloodPermits { get; set; } = SecureSessionDefaults.FloodPermits;
}
