using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace SecureSessions.Tests.Requests;

/// <summary>An error page that shows the exception, for tests that read it.</summary>
internal static class ErrorText
{
    public static void Write(IApplicationBuilder app) => app.Run(static context =>
        context.Response.WriteAsync(context.Features.Get<IExceptionHandlerFeature>()?.Error.Message ?? ""));
}
