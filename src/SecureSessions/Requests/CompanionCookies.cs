using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>
/// Cookies of features that show who is signed in, as the session's cookie does, and must not outlive the session in the browser.
/// </summary>
internal sealed class CompanionCookies
{
    private volatile SessionCookie[] _all = [];

    /// <summary>Adds a cookie, while the app is set up.</summary>
    public void Add(SessionCookie cookie) => _all = [.. _all, cookie];

    /// <summary>Those that an answer deletes, by what was decided about its session.</summary>
    /// <remarks>
    /// A sign-in, a sign-out and an answer that deletes the session's cookie delete all of them, whether the request brought them or not:
    /// some are <c>SameSite=Strict</c> and stay away from requests that come from another site. An answer to a request that only finds
    /// that its session has ended deletes those that it brought. Another tab may have got newer ones meanwhile, which are lost then: a page
    /// that is refused for want of one asks for the next.
    /// </remarks>
    public SessionCookie[] GoneBy(in SessionOutcome outcome, IHeaderDictionary request)
    {
        // Most requests find no end, and must cost nothing here.
        if (_all.Length == 0)
            return [];
        if (outcome.IsSignIn == true || outcome.Cookie is CookieChange.Delete or CookieChange.DeleteCompanions)
            return _all;

        return outcome.EndReason is null ? [] : BroughtBy(request);
    }

    private SessionCookie[] BroughtBy(IHeaderDictionary request) => Array.FindAll(_all, cookie => cookie.Read(request, out _) > 0);
}
