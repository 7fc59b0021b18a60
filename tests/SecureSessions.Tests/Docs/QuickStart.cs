using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Tests.Docs;

/// <summary>The README's quick start. It is compiled here, and the acceptance tests run it as a newcomer does.</summary>
internal static class QuickStart
{
    public static void Run(string[] args)
    {
        #region quick-start
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSecureSessions();                 // instead of AddSession()
        var app = builder.Build();
        app.UseSecureSessions();                              // instead of UseSession()
        app.MapGet("/", async (HttpContext context) =>
        {
            int visits = await context.GetSecureSession().UpdateInt32Async("visits", before => (before ?? 0) + 1);
            return $"Visit {visits}";
        });
        app.Run();
        #endregion
    }
}
