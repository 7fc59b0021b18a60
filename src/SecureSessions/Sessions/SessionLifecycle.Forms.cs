namespace SecureSessions;

// The key of a session's form tokens. It is derived from the secret, so that nothing is stored and all nodes agree. A timed renewal keeps it,
// or forms that are open would break; a regeneration and a sign-in make a new one (CSRFCS, ASVS 3.5.1).
internal sealed partial class SessionLifecycle
{
    public static ReadOnlyMemory<byte> FormKeyOf(LoadedSession session) =>
        session.Payload.FormKey.IsEmpty ? FormKeyOf(session.Token) : session.Payload.FormKey;

    /// <summary>The key under a token that is about to come into use.</summary>
    public static ReadOnlyMemory<byte> FormKeyOf(SessionToken token) => SessionCipher.DeriveFormKey(token.Secret);
}
