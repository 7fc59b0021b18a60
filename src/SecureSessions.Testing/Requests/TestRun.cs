using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Http;

namespace SecureSessions.Testing;

/// <summary>Code of a test that runs as the handler of one request, and what it threw.</summary>
internal sealed class TestRun(Func<HttpContext, Task> handler, bool isActivity)
{
    private ExceptionDispatchInfo? _failure;

    /// <summary>Whether the request moves the idle deadline, as those of an app do.</summary>
    public bool IsActivity => isActivity;

    /// <summary>Runs the code. An exception leaves it, so that the session drops the changes as it does in an app.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        try
        {
            await handler(context);
        }
        catch (Exception exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
            throw;
        }
    }

    /// <summary>Throws in the test what was thrown in the request.</summary>
    public void ThrowIfFailed() => _failure?.Throw();
}
