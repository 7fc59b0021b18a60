using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Tests.Docs;

/// <summary>The other code blocks of the README.</summary>
internal static class Snippets
{
    public static void SignIn(WebApplicationBuilder builder)
    {
        #region sign-in
        builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme)
            .AddSecureSession(o => o.LoginPath = "/login");
        #endregion
    }

    public static void Identity(WebApplicationBuilder builder)
    {
        #region identity
        builder.Services.AddAuthentication().AddSecureSession(IdentityConstants.ApplicationScheme);
        #endregion
    }

    public static async Task SignInAndOutAsync(HttpContext context, string userId)
    {
        #region sign-in-and-out
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, userId)], "password");
        await context.SignInAsync(new ClaimsPrincipal(identity));   // new session, new id, the old one ended
        await context.SignOutAsync();                               // ended on the server, then the cookie deleted
        #endregion
    }

    public static void Options(WebApplicationBuilder builder)
    {
        #region options
        builder.Services.AddSecureSessions(o =>
        {
            o.Apply(SecureSessionPreset.Aal2);                      // 1 hour idle, 24 hours in all
            o.MaxPayloadBytes = 16 * 1024;
            o.LifetimePolicy = context =>                           // for some users other deadlines, at sign-in
            {
                if (context.Principal.IsInRole("admin"))
                    context.Apply(SecureSessionPreset.HighValue);
                return ValueTask.CompletedTask;
            };
        });
        #endregion
    }

    public static async Task SignInPersistentlyAsync(HttpContext context, ClaimsPrincipal principal)
    {
        #region remember-me
        await context.SignInAsync(principal, new AuthenticationProperties { IsPersistent = true });
        #endregion
    }

    public static void Remember(WebApplicationBuilder builder)
    {
        #region remember-me-deadlines
        builder.Services.AddSecureSessions(o => o.LifetimePolicy = context =>
        {
            if (context.Properties.IsPersistent)                    // whoever ticked "remember me"
                (context.IdleTimeout, context.AbsoluteTimeout) = (TimeSpan.FromDays(14), TimeSpan.FromDays(30));
            return ValueTask.CompletedTask;
        });
        #endregion
    }

    public static void Limit(WebApplicationBuilder builder)
    {
        #region limit
        builder.Services.AddSecureSessions(o =>
        {
            o.MaxSessionsPerUser = 5;                               // 100 by default
            o.SessionLimit = SessionLimitBehavior.RefuseNew;        // EndOldest by default; or AllowAndNotify
        });
        #endregion
    }

    public static async Task<IResult> SignInWithinLimitAsync(HttpContext context, ClaimsPrincipal principal)
    {
        #region limit-reached
        try
        {
            await context.SignInAsync(principal);
            return Results.Redirect("/");
        }
        catch (SessionLimitException full)
        {
            return Results.Text($"You are signed in on {full.Limit} devices already. Sign out on one of them, and try again.", statusCode: 409);
        }
        #endregion
    }

    public static void Session(HttpContext context, Cart cart)
    {
        #region session
        ISecureSession session = context.GetSecureSession();        // the same object as context.Session
        session.Set("cart", cart, CartContext.Default.Cart);        // JSON of a closed type, source-generated
        Cart? stored = session.Get("cart", CartContext.Default.Cart);
        TimeSpan? left = session.ExpiresIn;
        session.Regenerate();                                       // privileges changed: new secret, old cookie dead
        #endregion
        _ = (stored, left);
    }

    public static void Marks(WebApplication app)
    {
        #region marks
        app.MapGet("/inbox/count", () => 3).AsPassive();            // polling does not keep the session alive
        app.MapGet("/health", () => "ok").WithoutSession();         // no session, no store call, nobody signed in
        #endregion
    }

    public static void DistributedCache(WebApplicationBuilder builder)
    {
        #region distributed-cache
        builder.Services.AddDistributedMemoryCache();               // or AddStackExchangeRedisCache(...), AddDistributedSqlServerCache(...)
        builder.Services.AddSecureSessions().AddDistributedCacheStore();
        #endregion
    }

#pragma warning disable CA1715 // The type parameter stands for a reader's own type.
    public static void CustomStore<MyStore>(WebApplicationBuilder builder)
        where MyStore : class, ISecureSessionStore
#pragma warning restore CA1715
    {
        #region custom-store
        builder.Services.AddSecureSessions().AddStore<MyStore>();
        #endregion
    }

    public static void Redis(WebApplicationBuilder builder)
    {
        #region redis
        builder.Services.AddSecureSessions().AddRedisStore("localhost:6379");
        #endregion
    }

    public static void Health(WebApplicationBuilder builder, WebApplication app)
    {
        #region health
        builder.Services.AddHealthChecks().AddSecureSessions();
        app.MapHealthChecks("/healthz").WithoutSession();
        #endregion
    }

    public static void Events(WebApplicationBuilder builder)
    {
        #region events
        builder.Services.AddSingleton<ISecureSessionEventHandler, SecurityAlerts>();
        #endregion
    }
}
