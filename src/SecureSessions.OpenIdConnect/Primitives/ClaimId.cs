using System.Security.Cryptography;
using System.Text;

namespace SecureSessions.OpenIdConnect;

/// <summary>
/// An id that no session has, by which requests on all nodes tell each other that something was done: the store keeps the end of an id that
/// it does not know for five minutes, and tells whether there was one before.
/// </summary>
internal static class ClaimId
{
    /// <summary>The id of what was done.</summary>
    /// <param name="deed">Says what was done, and begins with a text that no other kind of deed begins with.</param>
    public static SessionId Of(string deed) =>
        SessionId.FromBytes(SHA256.HashData(Encoding.UTF8.GetBytes(deed)).AsSpan(0, SessionId.Size));
}
