namespace SecureSessions;

/// <summary>The rotation of a refresh token.</summary>
/// <param name="Presented">The token that was presented, which opens its successor.</param>
/// <param name="Mode">Whether it is the current one, or one whose successor nobody has used.</param>
/// <param name="Grace">How long it is accepted after its successor was used.</param>
internal sealed record TokenRotation(SessionToken Presented, RenewalMode Mode, TimeSpan Grace);
