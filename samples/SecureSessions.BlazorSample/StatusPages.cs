using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;

namespace SecureSessions.BlazorSample;

/// <summary>Adds a page for people to an answer that has a status and no body.</summary>
internal static class StatusPages
{
    /// <summary>Shows the page. It stands before what may refuse a request.</summary>
    public static IApplicationBuilder UseStatusPages(this IApplicationBuilder app) =>
        app.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true).Use(static (context, next) =>
        {
            // The page takes no form: Blazor would refuse it again.
            if (IsStatusPage(context))
                context.Request.Method = HttpMethods.Get;
            return next(context);
        });

    /// <summary>Refuses a form whose token is not valid, after UseAntiforgery(). Blazor's own refusal has a type and gets no page.</summary>
    public static IApplicationBuilder UseFormRefusal(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (IsStatusPage(context) || context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false })
            return next(context);

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    });

    private static bool IsStatusPage(HttpContext context) => context.Features.Get<IStatusCodeReExecuteFeature>() is not null;
}
