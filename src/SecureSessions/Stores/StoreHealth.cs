namespace SecureSessions;

/// <summary>How a store that answers is doing.</summary>
/// <param name="IsSound">Whether it is set up so that it keeps what it promises.</param>
/// <param name="Description">What is wrong and how to mend it, or what is well. Holds no secret and no connection string.</param>
public sealed record StoreHealth(bool IsSound, string Description);
