using Microsoft.AspNetCore.Diagnostics;

namespace SecureSessions.Sample;

/// <summary>
/// Adds a page for people to an answer that has a status and no body. Scripts and API clients get the answer without a body.
/// </summary>
internal static class StatusPages
{
    public static IApplicationBuilder UseStatusPages(this IApplicationBuilder app) =>
        app.UseStatusCodePagesWithReExecute("/status/{0}").Use(static (context, next) =>
    {
        if (!UnavailablePage.IsForPeople(context.Request))
            context.Features.Get<IStatusCodePagesFeature>()!.Enabled = false;
        return next(context);
    });
}
