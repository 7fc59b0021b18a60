using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>Gives each request its session, and answers 503 where there is none to be had, and 403 where another site asks.</summary>
internal sealed class SecureSessionMiddleware(RequestDelegate next, SessionServices services)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (SessionExchange.IsWithoutSession(context))
        {
            await next(context);
            return;
        }

        SessionExchange exchange = await SessionExchange.GetOrLoadAsync(context, services);
        if (exchange.RefusedWith is { } status)
        {
            services.WriteFailure(context.Response, status);
            return;
        }

        try
        {
            exchange.EnterMiddleware();
            await next(context);
            await exchange.FinishAsync();
        }
        catch (Exception exception)
        {
            await exchange.AbandonAsync();
            if (!services.TryWriteFailure(context.Response, exception))
                throw;
        }
    }
}
