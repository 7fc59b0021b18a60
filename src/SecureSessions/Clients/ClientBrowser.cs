namespace SecureSessions;

/// <summary>The browsers that are told apart; the order is that of the names in <see cref="ClientNames"/>.</summary>
internal enum ClientBrowser
{
    Unknown,
    Firefox,
    Chrome,
    Edge,
    Safari,
    Opera,
    SamsungInternet,
    Vivaldi,
    Brave,
}
