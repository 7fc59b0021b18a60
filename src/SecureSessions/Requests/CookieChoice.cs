using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>
/// Which of two different cookies of the name counts. One of the two was set with another Domain or Path: before the settings changed, or by
/// another app.
/// </summary>
internal static class CookieChoice
{
    /// <summary>The tokens of exactly two cookies, each if it is one; neither if there are more cookies than two.</summary>
    public static (SessionToken? First, SessionToken? Second) ReadTwo(HttpContext context, SessionCookie cookie)
    {
        bool areTwo = cookie.TryReadTwo(context.Request.Headers, out ReadOnlySpan<char> first, out ReadOnlySpan<char> second);
        SessionToken? one = areTwo && SessionToken.TryParse(first, out SessionToken token) ? token : null;
        SessionToken? other = areTwo && SessionToken.TryParse(second, out token) ? token : null;
        return (one, other);
    }

    /// <summary>
    /// Chooses the one that is a living session of ours. Two living sessions are refused as ever: nobody can tell which of the two was planted. A
    /// cookie that an attacker plants beside a living session is therefore never used in its place; beside none it is what it is on its own.
    /// </summary>
    /// <returns>The token that counts; nothing if none does.</returns>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public static async ValueTask<SessionToken?> ChooseAsync(SessionLifecycle lifecycle, SessionToken left, SessionToken right)
    {
        FindStatus leftStands = await lifecycle.FindStandingAsync(left);
        FindStatus rightStands = await lifecycle.FindStandingAsync(right);
        bool areOneSession = left.Id == right.Id;
        if (IsAlive(leftStands) && (!IsAlive(rightStands) || (areOneSession && leftStands == FindStatus.Current)))
            return left;

        return IsAlive(rightStands) && (!IsAlive(leftStands) || areOneSession) ? right : null;
    }

    private static bool IsAlive(FindStatus standing) => standing is FindStatus.Current or FindStatus.Pending or FindStatus.Grace;
}
