using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SecureSessions;

/// <summary>The session cookie of one answer.</summary>
/// <remarks>
/// It is shown in the headers as soon as it is known that there will be one, so that response caching and output caching, which decide
/// before <c>OnStarting</c> runs, see it and keep away. It is written again, or taken back, when the commit is done.
/// </remarks>
internal sealed class AnswerCookie(HttpContext context, SessionCookie? cookie, SessionPolicy policy, TimeProvider timeProvider)
{
    private CookieChange _change = CookieChange.Keep;

    /// <summary>The session whose token is sent.</summary>
    public LoadedSession? Session { get; private set; }

    /// <summary>The gate that tells the caches inside of us.</summary>
    public ResponseGate? Gate { private get; set; }

    /// <summary>Whether there is nothing yet that the answer does to the cookie.</summary>
    public bool IsUndecided => _change == CookieChange.Keep;

    /// <summary>Whether the answer takes the cookie back.</summary>
    public bool IsDeletion => _change == CookieChange.Delete;

    private bool CanChange => cookie is not null && !context.Response.HasStarted;

    public void Send(LoadedSession session)
    {
        _change = CookieChange.Send;
        Session = session;
        Write();
    }

    public void Delete()
    {
        _change = CookieChange.Delete;
        Session = null;
        Write();
    }

    public void Forget()
    {
        _change = CookieChange.Keep;
        Session = null;
        Write();
    }

    /// <summary>Shows a cookie that the commit will confirm, replace or take back.</summary>
    public void Show(SessionToken token)
    {
        if (!CanChange)
            return;

        cookie!.Set(context.Response.Headers, token, maxAge: null);
        KeepOutOfCaches();
    }

    /// <summary>Shows a deletion that the commit will confirm or take back.</summary>
    public void ShowDeletion()
    {
        if (!CanChange)
            return;

        cookie!.Delete(context.Response.Headers);
        KeepOutOfCaches();
    }

    /// <summary>Makes the header say exactly what was decided.</summary>
    public void Write()
    {
        if (!CanChange)
            return;

        IHeaderDictionary headers = context.Response.Headers;
        switch (_change)
        {
            case CookieChange.Keep:
                cookie!.Remove(headers);
                return;
            case CookieChange.Send:
                cookie!.Set(headers, Session!.Token, MaxAge(Session));
                break;
            case CookieChange.Delete:
                cookie!.Delete(headers);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        KeepOutOfCaches();
    }

    private TimeSpan? MaxAge(LoadedSession session) => policy.PersistentCookie || session.Payload.PersistentCookie
        ? session.Record.AbsoluteExpiresAt - session.NowBy(timeProvider)
        : null;

    // A Set-Cookie does not keep an answer out of shared caches (RFC 6265bis 7.1, SMCS).
    private void KeepOutOfCaches()
    {
        SharedCache.Bar(context);
        if (Gate is { } gate)
            gate.IsPrivate = true;

        context.Response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        context.Response.Headers.Pragma = CacheControlHeaderValue.NoCacheString;
    }
}
