using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SecureSessions;

/// <summary>Gives each request its session. Answers 503 if the store fails, and 403 if another site sent the request.</summary>
internal sealed class SecureSessionMiddleware(RequestDelegate next, RequestSessions sessions)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (RequestFacts.IsWithoutSession(context))
        {
            if (context.Features.Get<ISessionFeature>() is null)
                context.Features.Set<ISessionFeature>(WithoutSession.ByMark);
            await next(context);
            return;
        }

        bool isForStaticFile = RequestSession.Find(context) is null && sessions.StaticFiles.IsFor(context);
        if (isForStaticFile && StaticFileRequest.BringsCookie(context, sessions))
        {
            StaticFileRequest.InstallForSession(context, sessions);
            await next(context);
            return;
        }

        if (sessions.Policy.SameSite == SameSiteMode.Strict && ContinuePage.IsRequested(context.Request))
        {
            await ContinuePage.WriteAsync(context);
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
            using (WatchIfMarked(context, request))
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

    private static CancellationTokenRegistration WatchIfMarked(HttpContext context, RequestSession request) =>
        RequestFacts.IsAbortedWhenEnded(context)
            ? request.Session.Ended.UnsafeRegister(static context => ((HttpContext)context!).Abort(), context)
            : default;
}
