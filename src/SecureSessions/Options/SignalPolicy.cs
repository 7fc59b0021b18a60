namespace SecureSessions;

/// <summary>An immutable copy of the options of signals as they were at start-up.</summary>
internal sealed class SignalPolicy(SecureSessionSignalOptions source)
{
    public SignalResponse DeviceChange { get; } = source.DeviceChange;

    public SignalResponse NetworkChange { get; } = source.NetworkChange;

    public SignalResponse ImpossibleTravel { get; } = source.ImpossibleTravel;

    /// <summary>In kilometres an hour.</summary>
    public int MaxTravelSpeed { get; } = source.MaxTravelSpeed;

    public int? MaxUnknownTokens { get; } = source.MaxUnknownTokens;

    public int? MaxNewSessions { get; } = source.MaxNewSessions;

    public int? MaxSignOuts { get; } = source.MaxSignOuts;

    public int? MaxFailedAccounts { get; } = source.MaxFailedAccounts;

    public TimeSpan FloodWindow { get; } = source.FloodWindow;

    public TimeSpan FloodThrottle { get; } = source.FloodThrottle;

    public int FloodPermits { get; } = source.FloodPermits;
}
