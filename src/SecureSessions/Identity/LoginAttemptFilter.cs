using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity.Data;
using Microsoft.Extensions.DependencyInjection;
using SignInResult = Microsoft.AspNetCore.Identity.SignInResult;

namespace SecureSessions;

/// <summary>Counts the attempts at the login of <c>MapIdentityApi()</c>, and answers 429 to those that have to wait.</summary>
internal sealed class LoginAttemptFilter(int loginIndex, AttemptGuard attempts)
{
    private const string Password = "pwd";
    private const string Code = "otp";

    /// <summary>Puts the filter before a handler that takes a <see cref="LoginRequest"/>, and leaves all others as they are.</summary>
    public static EndpointFilterDelegate Create(EndpointFilterFactoryContext context, EndpointFilterDelegate next)
    {
        int index = Array.FindIndex(
            context.MethodInfo.GetParameters(), static parameter => parameter.ParameterType == typeof(LoginRequest));
        if (index < 0)
            return next;

        var filter = new LoginAttemptFilter(index, context.ApplicationServices.GetService<AttemptGuard>()
            ?? throw new InvalidOperationException(
                "AddSignInAttempts() needs services that are not registered. Call builder.Services.AddSecureSessions() before "
                + "builder.Build()."));
        return call => filter.InvokeAsync(call, next);
    }

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        // A body that is no login is refused by the framework.
        if (context.Arguments[loginIndex] is not LoginRequest { Email: { } account } login)
            return await next(context);

        // The answer does not say whether the password or the code was wrong. Who sends a code guesses codes.
        HttpContext http = context.HttpContext;
        string method = string.IsNullOrEmpty(login.TwoFactorCode) && string.IsNullOrEmpty(login.TwoFactorRecoveryCode) ? Password : Code;
        SignInAdmission admission = await attempts.AdmitAsync(http, account, method, CancellationToken.None);
        if (!admission.IsAllowed)
            return Refuse(http, admission);

        object? result = await next(context);
        await ReportAsync(http, account, method, result);
        return result;
    }

    private async ValueTask ReportAsync(HttpContext http, string account, string method, object? result)
    {
        object? answer = result is INestedHttpResult nested ? nested.Result : result;
        int status = (answer as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK;
        if (status < StatusCodes.Status400BadRequest)
        {
            // Whoever gave the right code has given the right password with it.
            await attempts.SignedInAsync(http, id: null, userId: null);
            if (method == Code)
                await attempts.ReportSucceededAsync(http, account, Password, CancellationToken.None);
        }
        else if (answer is ProblemHttpResult problem && problem.ProblemDetails.Detail == SignInResult.TwoFactorRequired.ToString())
            await attempts.ReportSucceededAsync(http, account, method, CancellationToken.None);
        else if (status == StatusCodes.Status401Unauthorized)
            await attempts.ReportFailedAsync(http, account, method, CancellationToken.None);
    }

    private static ProblemHttpResult Refuse(HttpContext http, SignInAdmission admission)
    {
        http.Response.Headers.RetryAfter = admission.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem("Too many failed attempts. Try again later.", statusCode: StatusCodes.Status429TooManyRequests);
    }
}
