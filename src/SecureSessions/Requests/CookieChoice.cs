using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>
/// Decides which of two different cookies of the same name is used. One of them was set with another Domain or Path: by this app before
/// its settings changed, or by another app.
/// </summary>
internal static class CookieChoice
{
    /// <summary>
    /// Reads the tokens of two cookies: <see langword="null"/> for a cookie that is not a token, and for both if there are not exactly
    /// two.
    /// </summary>
    public static (SessionToken? First, SessionToken? Second) ReadTwo(HttpContext context, SessionCookie cookie)
    {
        bool areTwo = cookie.TryReadTwo(context.Request.Headers, out ReadOnlySpan<char> first, out ReadOnlySpan<char> second);
        SessionToken? one = areTwo && SessionToken.TryParse(first, out SessionToken token) ? token : null;
        SessionToken? other = areTwo && SessionToken.TryParse(second, out token) ? token : null;
        return (one, other);
    }

    /// <summary>
    /// Chooses the token whose session is alive. If both tokens lead to different living sessions, neither is used: an attacker may have
    /// planted either (session fixation). So a planted cookie is never used in place of a living session; where there is no living
    /// session, it is treated like a single cookie.
    /// </summary>
    /// <returns>The token to use; <see langword="null"/> if neither can be used.</returns>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public static async ValueTask<SessionToken?> ChooseAsync(SessionLifecycle lifecycle, SessionToken left, SessionToken right)
    {
        FindStatus leftStatus = await lifecycle.FindSecretStatusAsync(left);
        FindStatus rightStatus = await lifecycle.FindSecretStatusAsync(right);
        bool areOneSession = left.Id == right.Id;
        if (IsAlive(leftStatus) && (!IsAlive(rightStatus) || (areOneSession && leftStatus == FindStatus.Current)))
            return left;

        return IsAlive(rightStatus) && (!IsAlive(leftStatus) || areOneSession) ? right : null;
    }

    private static bool IsAlive(FindStatus status) => status is FindStatus.Current or FindStatus.Pending or FindStatus.Grace;
}
