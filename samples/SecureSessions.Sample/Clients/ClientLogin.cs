namespace SecureSessions.Sample;

/// <summary>What a client sends when its user signs in.</summary>
/// <param name="User">The name.</param>
/// <param name="Password">The password.</param>
/// <param name="Device">What the list of devices is to show.</param>
internal sealed record ClientLogin(string? User, string? Password, string? Device);
