using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SecureSessions.Tests.Docs.Sessions;

/// <summary>The code blocks of <c>docs/sessions.md</c>.</summary>
internal static class SessionsSnippets
{
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
}
