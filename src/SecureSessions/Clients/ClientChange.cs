namespace SecureSessions;

/// <summary>In what a client differs from those that were seen before.</summary>
[Flags]
internal enum ClientChange
{
    None = 0,
    Device = 1,
    Network = 2,
}
