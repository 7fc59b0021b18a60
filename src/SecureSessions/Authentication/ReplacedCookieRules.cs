using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>
/// Refuses, at start-up, settings of a replaced cookie scheme that a session has elsewhere or not at all, and names the substitute of each.
/// Paths are allowed: the scheme of the session uses them.
/// </summary>
internal static class ReplacedCookieRules
{
    private static readonly CookieAuthenticationOptions Default = new();
    private static readonly CookieAuthenticationEvents DefaultEvents = new();

    public static void Check(CookieAuthenticationOptions cookie, string scheme, ValidateOptionsResultBuilder errors)
    {
        CheckLifetime(cookie, scheme, errors);
        CheckAttributes(cookie.Cookie, scheme, errors);
        CheckEvents(cookie, scheme, errors);
        CheckParts(cookie, scheme, errors);
    }

    private static void CheckLifetime(CookieAuthenticationOptions cookie, string scheme, ValidateOptionsResultBuilder errors)
    {
        Refuse(
            cookie.ExpireTimeSpan != Default.ExpireTimeSpan,
            nameof(cookie.ExpireTimeSpan),
            "AddSecureSessions(o => o.IdleTimeout = ...), and AbsoluteTimeout beside it",
            scheme,
            errors);
        Refuse(
            cookie.SlidingExpiration != Default.SlidingExpiration,
            nameof(cookie.SlidingExpiration),
            "AllowRefresh = false in the properties of a sign-in",
            scheme,
            errors);
    }

    private static void CheckAttributes(CookieBuilder cookie, string scheme, ValidateOptionsResultBuilder errors)
    {
        CookieBuilder usual = Default.Cookie;
        Refuse(cookie.Name is not null, "Cookie.Name", "AddSecureSessions(o => o.Cookie.Name = ...)", scheme, errors);
        Refuse(cookie.Domain is not null, "Cookie.Domain", "AddSecureSessions(o => o.Cookie.Domain = ...)", scheme, errors);
        Refuse(cookie.Path is not null, "Cookie.Path", "AddSecureSessions(o => o.Cookie.Path = ...)", scheme, errors);
        Refuse(cookie.SameSite != usual.SameSite, "Cookie.SameSite", "AddSecureSessions(o => o.Cookie.SameSite = ...)", scheme, errors);
        Refuse(
            cookie.MaxAge is not null || cookie.Expiration is not null,
            "Cookie.MaxAge or Cookie.Expiration",
            "AddSecureSessions(o => o.Cookie.Persistent = true)",
            scheme,
            errors);
        Refuse(cookie.Extensions.Count > 0, "Cookie.Extensions", "the options of AddSecureSessions(o => o.Cookie...)", scheme, errors);

        // A value that the cookie of a session always has is allowed.
        Refuse(!cookie.HttpOnly, "Cookie.HttpOnly", "nothing: the cookie of a session is always HttpOnly", scheme, errors);
        Refuse(
            cookie.SecurePolicy == CookieSecurePolicy.None,
            "Cookie.SecurePolicy",
            "nothing: the cookie of a session is always Secure",
            scheme,
            errors);
    }

    private static void CheckEvents(CookieAuthenticationOptions cookie, string scheme, ValidateOptionsResultBuilder errors)
    {
        CookieAuthenticationEvents events = cookie.Events;
        bool ownType = cookie.EventsType is not null || events.GetType() != typeof(CookieAuthenticationEvents);
        bool ownRedirects = events.OnRedirectToLogin != DefaultEvents.OnRedirectToLogin
            || events.OnRedirectToLogout != DefaultEvents.OnRedirectToLogout
            || events.OnRedirectToReturnUrl != DefaultEvents.OnRedirectToReturnUrl
            || events.OnRedirectToAccessDenied != DefaultEvents.OnRedirectToAccessDenied;
        bool ownSteps = events.OnSigningIn != DefaultEvents.OnSigningIn
            || events.OnSignedIn != DefaultEvents.OnSignedIn
            || events.OnSigningOut != DefaultEvents.OnSigningOut
            || events.OnCheckSlidingExpiration != DefaultEvents.OnCheckSlidingExpiration;

        // Every app with Identity has the validation of Identity.
        bool ownValidation = events.OnValidatePrincipal != DefaultEvents.OnValidatePrincipal
            && events.OnValidatePrincipal.Method.DeclaringType != typeof(SecurityStampValidator);
        Refuse(
            ownType || ownRedirects || ownSteps || ownValidation,
            nameof(cookie.Events),
            SecureSessionAuthenticationOptionsValidator.InsteadOfEvents,
            scheme,
            errors);
    }

    private static void CheckParts(CookieAuthenticationOptions cookie, string scheme, ValidateOptionsResultBuilder errors)
    {
        const string NoTicket = "nothing: the cookie of a session holds no ticket";
        Refuse(
            cookie.SessionStore is not null,
            nameof(cookie.SessionStore),
            "the store that AddSecureSessions() is given, such as AddRedisStore()",
            scheme,
            errors);
        Refuse(cookie.CookieManager is not null, nameof(cookie.CookieManager), NoTicket, scheme, errors);
        Refuse(cookie.TicketDataFormat is not null, nameof(cookie.TicketDataFormat), NoTicket, scheme, errors);
        Refuse(cookie.DataProtectionProvider is not null, nameof(cookie.DataProtectionProvider), NoTicket, scheme, errors);
        Refuse(
            cookie.ClaimsIssuer is not null,
            nameof(cookie.ClaimsIssuer),
            SecureSessionAuthenticationOptionsValidator.InsteadOfClaimsIssuer,
            scheme,
            errors);
        Refuse(
            (cookie.ForwardDefault ?? cookie.ForwardAuthenticate ?? cookie.ForwardChallenge
                ?? cookie.ForwardForbid ?? cookie.ForwardSignIn ?? cookie.ForwardSignOut) is not null
                || cookie.ForwardDefaultSelector is not null,
            "Forward...", "the same in AddSecureSession(name, o => ...)", scheme, errors);
    }

    private static void Refuse(bool isSet, string setting, string substitute, string scheme, ValidateOptionsResultBuilder errors)
    {
        if (isSet)
        {
            errors.AddError(
                $"{setting} is set for the cookie of the scheme '{scheme}', which a session replaces. Remove it there "
                + $"(ConfigureApplicationCookie, AddCookie), and use {substitute}.");
        }
    }
}
