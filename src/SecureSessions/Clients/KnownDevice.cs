namespace SecureSessions;

/// <summary>A device that a user has signed in from.</summary>
/// <param name="Device">The name of the device, such as <c>Firefox on Windows</c>.</param>
/// <param name="Network">The network of the last sign-in from the device; <see langword="null"/> if unknown.</param>
/// <param name="SignedInAt">When the last sign-in from the device was, by the store's clock.</param>
public sealed record KnownDevice(string Device, string? Network, DateTimeOffset SignedInAt);
