namespace SecureSessions;

/// <summary>What carries a secret. A secret of one kind has no effect where the other kind is expected.</summary>
internal enum SecretKind : byte
{
    /// <summary>A browser's session cookie.</summary>
    Cookie = 0,

    /// <summary>The refresh token of a client without cookies.</summary>
    RefreshToken = 1,
}
