using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SecureSessions;

/// <summary>Gives each request its session, and answers 503 where there is none to be had, and 403 where another site asks.</summary>
internal sealed class SecureSessionMiddleware(RequestDelegate next, RequestSessions sessions)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (RequestFacts.IsWithoutSession(context))
        {
            if (context.Features.Get<ISessionFeature>() is null)
                context.Features.Set<ISessionFeature>(WithoutSession.Instance);
            await next(context);
            return;
        }

        bool isForStaticFile = RequestSession.Find(context) is null && sessions.StaticFiles.IsFor(context);
        if (isForStaticFile && StaticFileRequest.BringsCookie(context, sessions))
        {
            StaticFileRequest.StandForSession(context, sessions);
            await next(context);
            return;
        }

        if (sessions.Policy.SameSite == SameSiteMode.Strict && ArrivalPage.IsAskedFor(context.Request))
        {
            await ArrivalPage.WriteAsync(context);
            return;
        }

        RequestSession request = await sessions.GetOrLoadAsync(context);
        request.IsForStaticFile |= isForStaticFile;
        if (request.RefusedWith is { } status)
        {
            sessions.Failures.Write(context.Response, status);
            return;
        }

        try
        {
            request.EnterMiddleware();
            await StaticFileRequest.AuthenticateAsync(context);
            await next(context);
            await request.FinishAsync();
        }
        catch (Exception exception)
        {
            await request.AbandonAsync();
            if (!sessions.Failures.TryWrite(context.Response, exception))
                throw;
        }
    }
}
