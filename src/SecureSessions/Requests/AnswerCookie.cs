using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SecureSessions;

/// <summary>The session cookie of one answer.</summary>
/// <remarks>
/// The header is set as soon as the request is going to set or delete the cookie, so that response caching and output caching, which
/// decide before <c>OnStarting</c> runs, do not store the answer. After the commit the header is written again, or removed.
/// </remarks>
internal sealed class AnswerCookie(HttpContext context, SessionCookie? cookie, SessionPolicy policy, TimeProvider timeProvider)
{
    private CookieChange _change = CookieChange.Keep;
    private SessionCookie[] _companions = [];

    /// <summary>The session whose token is sent.</summary>
    public LoadedSession? Session { get; private set; }

    /// <summary>The gate that keeps the answer out of caches that run inside the session middleware.</summary>
    public ResponseGate? Gate { private get; set; }

    /// <summary>Whether no change of the cookie has been decided yet.</summary>
    public bool IsUndecided => _change == CookieChange.Keep;

    /// <summary>Whether the answer deletes the cookie.</summary>
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

    /// <summary>Deletes cookies that go with the session's.</summary>
    public void DeleteCompanions(SessionCookie[] companions)
    {
        _companions = companions;
        Write();
    }

    /// <summary>Sets the header to a cookie before the commit, which will confirm, replace or remove it.</summary>
    public void Show(SessionToken token)
    {
        if (!CanChange)
            return;

        cookie!.Set(context.Response.Headers, token, maxAge: null);
        KeepOutOfCaches();
    }

    /// <summary>Sets the header to a deletion before the commit, which will confirm or remove it.</summary>
    public void ShowDeletion()
    {
        if (!CanChange)
            return;

        cookie!.Delete(context.Response.Headers);
        KeepOutOfCaches();
    }

    /// <summary>Writes the header by what was decided.</summary>
    public void Write()
    {
        if (!CanChange)
            return;

        IHeaderDictionary headers = context.Response.Headers;
        foreach (SessionCookie companion in _companions)
            companion.Delete(headers);
        switch (_change)
        {
            case CookieChange.Keep:
                cookie!.Remove(headers);
                break;
            case CookieChange.Send:
                cookie!.Set(headers, Session!.Token, MaxAge(Session));
                break;
            case CookieChange.Delete:
                cookie!.Delete(headers);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        if (_change != CookieChange.Keep || _companions.Length > 0)
            KeepOutOfCaches();
    }

    private TimeSpan? MaxAge(LoadedSession session) => policy.PersistentCookie || session.Payload.PersistentCookie
        ? session.Record.AbsoluteExpiresAt - session.NowBy(timeProvider)
        : null;

    // A Set-Cookie does not keep an answer out of shared caches (RFC 6265bis 7.1, SMCS).
    private void KeepOutOfCaches()
    {
        SharedCache.ForbidStorage(context);
        if (Gate is { } gate)
            gate.IsPrivate = true;

        context.Response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        context.Response.Headers.Pragma = CacheControlHeaderValue.NoCacheString;
    }
}
