using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Net.Http.Headers;

namespace SecureSessions;

// The answer's cookie. It is put into the headers as soon as it is known that there will be one, so that response caching and output
// caching, which decide before OnStarting runs, see it and keep away; and it is put again, or taken back, when the commit is done.
internal sealed partial class SessionExchange
{
    private CookieAction _cookieAction = CookieAction.None;
    private LoadedSession? _cookieSession;
    private LoadedSession? _renewed;

    private enum CookieAction
    {
        None,
        Set,
        Delete,
    }

    private void SendCookie(LoadedSession session)
    {
        _cookieAction = CookieAction.Set;
        _cookieSession = session;
        WriteCookie();
    }

    private void DeleteCookie()
    {
        _cookieAction = CookieAction.Delete;
        WriteCookie();
    }

    private void ForgetCookie()
    {
        _cookieAction = CookieAction.None;
        _cookie?.Remove(_context.Response.Headers);
    }

    /// <summary>
    /// Takes back the cookie of a renewal if it is out of date: while the handler ran, a sign-in or a regeneration may have put a newer one
    /// into the jar. What is taken back here is sent again with the next answer, as long as the renewal is pending.
    /// </summary>
    private async ValueTask DropOutdatedCookieAsync()
    {
        if (_renewed is { } renewed && ReferenceEquals(_cookieSession, renewed) && !await _services.Lifecycle.IsCurrentAsync(renewed.Token))
            ForgetCookie();
    }

    /// <summary>Shows the caches a cookie that the commit will confirm, replace or take back.</summary>
    private void PrepareCookie()
    {
        if (_cookie is null || _phase != Phase.Open || _context.Response.HasStarted)
            return;

        switch (_session.State)
        {
            case SessionState.New or SessionState.Replacing or SessionState.Regenerating when _bar == CreationBar.None || _session.Stored is not null:
                _cookie.Set(_context.Response.Headers, _session.NewToken, maxAge: null);
                KeepOutOfCaches();
                break;
            case SessionState.Ending:
                _cookie.Delete(_context.Response.Headers);
                KeepOutOfCaches();
                break;
            default:
                WriteCookie();
                break;
        }
    }

    /// <summary>Makes the header say exactly what was decided.</summary>
    private void WriteCookie()
    {
        if (_cookie is null || _context.Response.HasStarted)
            return;

        IHeaderDictionary headers = _context.Response.Headers;
        switch (_cookieAction)
        {
            case CookieAction.None:
                _cookie.Remove(headers);
                return;
            case CookieAction.Set:
                _cookie.Set(headers, _cookieSession!.Token, MaxAge(_cookieSession));
                break;
            case CookieAction.Delete:
                _cookie.Delete(headers);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        KeepOutOfCaches();
    }

    private TimeSpan? MaxAge(LoadedSession session) => _services.Policy.PersistentCookie || session.Payload.PersistentCookie
        ? session.Record.AbsoluteExpiresAt - session.Now
        : null;

    // A Set-Cookie does not keep an answer out of shared caches (RFC 6265bis 7.1, SMCS).
    private void KeepOutOfCaches()
    {
        if (_context.Features.Get<IOutputCacheFeature>() is { } outputCache)
            outputCache.Context.AllowCacheStorage = false;

        _context.Response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        _context.Response.Headers.Pragma = CacheControlHeaderValue.NoCacheString;
    }
}
