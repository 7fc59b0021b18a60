namespace SecureSessions;

/// <summary>The systems that are told apart; the order is that of the names in <see cref="ClientNames"/>.</summary>
internal enum ClientSystem
{
    Unknown,
    Windows,
    MacOS,
    Linux,
    Android,
    IPhone,
    IPad,
    ChromeOS,
}
