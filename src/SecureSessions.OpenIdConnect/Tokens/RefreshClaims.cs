using System.Globalization;
using Microsoft.Extensions.Options;

namespace SecureSessions.OpenIdConnect;

/// <summary>
/// Lets one request on all nodes redeem a refresh token, which may be good for one use. A claim is an id that is known to no store: the
/// first request that ends it finds it absent.
/// </summary>
internal sealed class RefreshClaims(ISecureSessionStore store, IOptions<SecureSessionOptions> sessions, TimeProvider timeProvider)
{
    private readonly TimeSpan _storeTimeout = sessions.Value.StoreTimeout;

    // As long as a node can take to learn that it has the claim, to ask the provider, and to write what it said.
    private readonly TimeSpan _period = TokenEndpoint.Timeout + (2 * sessions.Value.StoreTimeout);

    /// <summary>Claims the right to redeem a refresh token.</summary>
    /// <param name="session">The session that has the refresh token.</param>
    /// <param name="attempt">The refresh token, and what tells this attempt from others with the same one.</param>
    /// <returns>
    /// Whether this request has the right. <see langword="false"/> while another one has it: its node writes new tokens into the session, or
    /// has died, and then another request gets the right a while later.
    /// </returns>
    public async ValueTask<bool> TryClaimAsync(SessionId session, string attempt)
    {
        // The store keeps a claim for five minutes. Whoever had one that is out of date is passed over.
        for (int turn = 0; ; turn++)
        {
            using var timeout = new CancellationTokenSource(_storeTimeout, timeProvider);
            EndResult claim = await store.EndAsync(
                IdOf(session, attempt, turn), SessionEndReason.Replaced, expectedVersion: null, timeout.Token)
                .AsTask().WaitAsync(timeout.Token);
            if (claim.Session is not { } claimed)
                return true;
            if (claimed.Now - claimed.CreatedAt < _period)
                return false;
        }
    }

    private static SessionId IdOf(SessionId session, string attempt, int turn) => ClaimId.Of(
        string.Create(CultureInfo.InvariantCulture, $"SecureSessions token refresh 1\n{session}\n{turn}\n{attempt}"));
}
