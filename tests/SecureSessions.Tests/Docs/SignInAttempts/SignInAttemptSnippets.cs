using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Tests.Identity;

namespace SecureSessions.Tests.Docs.SignInAttempts;

/// <summary>The other code blocks of <c>docs/sign-in-attempts.md</c>.</summary>
internal static class SignInAttemptSnippets
{
    public static void Options(WebApplicationBuilder builder)
    {
        #region options
        builder.Services.AddSecureSessions(o =>
        {
            o.SignInAttempts.SourceFailures = 3;                // 5 by default
            o.SignInAttempts.MaxSourceWait = TimeSpan.FromHours(1);     // 15 minutes by default
            o.Signals.MaxFailedAccounts = 100;                  // 30 by default: a large office behind one address
        });
        #endregion
    }

    public static void Api(WebApplication app)
    {
        #region identity-api
        app.MapIdentityApi<AppUser>().AddSignInAttempts();
        #endregion
    }

    public static void Lockout(WebApplicationBuilder builder)
    {
        #region lockout
        builder.Services.Configure<IdentityOptions>(o => o.Lockout.MaxFailedAccessAttempts = 100);  // 5 by default
        #endregion
    }

    public static void Mail(WebApplicationBuilder builder)
    {
        #region add-mail
        builder.Services.AddSingleton<ISecureSessionEventHandler, SuspiciousSignInMail>();
        #endregion
    }
}
