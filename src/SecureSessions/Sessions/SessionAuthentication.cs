namespace SecureSessions;

/// <summary>How and when the user of a session proved who they are (OpenID Connect <c>auth_time</c>, <c>amr</c> and <c>acr</c>; NIST SP 800-63B).</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="Methods">By what, such as <c>pwd</c>, <c>otp</c> or <c>hwk</c> (RFC 8176); empty if nobody said.</param>
/// <param name="Level">What it is worth, such as <c>aal2</c>; <see langword="null"/> if nobody said.</param>
public sealed record SessionAuthentication(DateTimeOffset At, IReadOnlyList<string> Methods, string? Level);
