using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace SecureSessions.Tests.Requests;

[AttributeUsage(AttributeTargets.Method)]
public sealed class RedirectOnExceptionAttribute : ExceptionFilterAttribute
{
    public override void OnException(ExceptionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Result = new LocalRedirectResult("/notices/show");
    }
}
