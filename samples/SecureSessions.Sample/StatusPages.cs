using Microsoft.AspNetCore.Diagnostics;

namespace SecureSessions.Sample;

/// <summary>Makes a page of an answer that has a status and nothing else, for people; scripts and API clients are better off with the bare one.</summary>
internal static class StatusPages
{
    public static IApplicationBuilder UseStatusPages(this IApplicationBuilder app) => app.UseStatusCodePagesWithReExecute("/status/{0}").Use(static (context, next) =>
    {
        if (!UnavailablePage.IsForPeople(context.Request))
            context.Features.Get<IStatusCodePagesFeature>()!.Enabled = false;
        return next(context);
    });
}
