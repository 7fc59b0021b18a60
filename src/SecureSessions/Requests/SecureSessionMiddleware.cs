using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SecureSessions;

/// <summary>Gives each request its session, and answers 503 where there is none to be had, and 403 where another site asks.</summary>
internal sealed class SecureSessionMiddleware(RequestDelegate next, SessionServices services)
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

        bool isForStaticFile = RequestSession.Find(context) is null && services.StaticFiles.IsFor(context);
        if (isForStaticFile && StaticFileRequest.BringsCookie(context, services))
        {
            StaticFileRequest.StandForSession(context, services);
            await next(context);
            return;
        }

        if (services.Policy.SameSite == SameSiteMode.Strict && ArrivalPage.IsAskedFor(context.Request))
        {
            await ArrivalPage.WriteAsync(context);
            return;
        }

        RequestSession request = await RequestSession.GetOrLoadAsync(context, services);
        request.IsForStaticFile |= isForStaticFile;
        if (request.RefusedWith is { } status)
        {
            services.WriteFailure(context.Response, status);
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
            if (!services.TryWriteFailure(context.Response, exception))
                throw;
        }
    }
}
