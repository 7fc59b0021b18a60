namespace SecureSessions;

/// <summary>A device that a user has signed in from.</summary>
/// <param name="Device">Its label, such as <c>Firefox on Windows</c>.</param>
/// <param name="Network">The network of its last sign-in; <see langword="null"/> if unknown.</param>
/// <param name="SignedInAt">When its last sign-in was, by the store's clock.</param>
public sealed record KnownDevice(string Device, string? Network, DateTimeOffset SignedInAt);
