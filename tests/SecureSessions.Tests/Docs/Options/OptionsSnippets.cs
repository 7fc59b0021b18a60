using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Tests.Docs.Options;

/// <summary>The code block of <c>docs/options.md</c>.</summary>
internal static class OptionsSnippets
{
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
}
