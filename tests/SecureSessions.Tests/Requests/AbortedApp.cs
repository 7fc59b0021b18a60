using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Requests;

/// <summary>Has an endpoint whose client goes away before it writes its answer.</summary>
internal sealed class AbortedApp
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Ended => _ended.Task;

    /// <summary>Runs outside of the session middleware, and sees the end of the request.</summary>
    public void Before(WebApplication app) => app.Use(async (context, next) =>
    {
        try
        {
            await next();
        }
        finally
        {
            if (context.Request.Path == "/aborted")
                _ended.SetResult();
        }
    });

    public void Map(WebApplication app)
    {
        SmallApp.Map(app);
        app.Map("/aborted", async context =>
        {
            var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            context.RequestAborted.Register(aborted.SetResult);
            context.Session.SetString("key", "value");
            _begun.SetResult();
            await aborted.Task;
            await context.Response.WriteAsync("nobody reads this", context.RequestAborted);
        });
    }

    public async Task AbandonAsync(Browser browser)
    {
        using var cancel = new CancellationTokenSource();
        Task request = browser.OpenAsync("/aborted", cancel.Token);
        await _begun.Task;
        await cancel.CancelAsync();
        await request;
    }
}
