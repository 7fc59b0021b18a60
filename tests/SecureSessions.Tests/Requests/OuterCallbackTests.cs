using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>
/// A callback that was registered outside of the session middleware runs after the commit: its changes are not lost silently.
/// </summary>
public sealed class OuterCallbackTests
{
    [Theory]
    [ClassData(typeof(AnswersAndServers))]
    public async Task A_value_set_in_a_callback_outside_of_the_middleware_is_committed_at_the_end_of_the_request(
        string answer, ServerKind server)
    {
        var outer = new OuterCallback(static context => context.Session.SetString("outer", "value"));
        await using SessionHost host = await outer.StartAsync(server);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/early/1");

        await browser.GetAsync($"/answer/{answer}");
        await outer.Ended.WaitAsync(Patience.Limit);

        Assert.Null(outer.Exception);
        Assert.Equal("value", (await browser.GetAsync("/get/outer")).Body);
    }

    [Theory]
    [ClassData(typeof(AnswersAndServers))]
    public async Task No_session_begins_in_a_callback_outside_of_the_middleware(string answer, ServerKind server)
    {
        var outer = new OuterCallback(static context => context.Session.SetString("outer", "value"), "/plain-answer");
        await using SessionHost host = await outer.StartAsync(server);
        using Browser browser = host.NewBrowser();

        await browser.GetAsync($"/plain-answer/{answer}");

        Assert.Contains(
            "no session cookie can be sent", Assert.IsType<InvalidOperationException>(outer.Exception).Message, StringComparison.Ordinal);
        Assert.Null(browser.Token);
    }

    [Theory]
    [ClassData(typeof(AnswersAndServers))]
    [Trait("Requirement", "TM-1")]
    public async Task An_end_in_a_callback_outside_of_the_middleware_is_carried_out_on_the_server(string answer, ServerKind server)
    {
        var outer = new OuterCallback(static context => context.GetSecureSession().End());
        await using SessionHost host = await outer.StartAsync(server);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/early/1");

        await browser.GetAsync($"/answer/{answer}");
        await outer.Ended.WaitAsync(Patience.Limit);

        Assert.Equal("SignedOut", (await browser.GetAsync("/why")).Body);
    }

    /// <summary>Registers a callback before any code uses the session.</summary>
    private sealed class OuterCallback(Action<HttpContext> change, string prefix = "/answer")
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Exception? Exception { get; private set; }

        /// <summary>Completes at the end of the request, when the library's own callbacks have run.</summary>
        public Task Ended => _ended.Task;

        public Task<SessionHost> StartAsync(ServerKind server) => SessionHost.StartAsync(new SessionHostSettings
        {
            Kind = server,
            Before = app => app.Use((context, next) =>
            {
                if (context.Request.Path.StartsWithSegments(prefix, StringComparison.Ordinal))
                    Register(context);
                return next();
            }).UseAuthentication(),
            Map = static app =>
            {
                Answers.Map(app);
                app.Map("/plain-answer/{kind}", static context => Answers.SendAsync(context, (string)context.Request.RouteValues["kind"]!));
            },
        });

        private void Register(HttpContext context)
        {
            context.Response.OnStarting(() =>
            {
                Exception = Record.Exception(() => change(context));
                return Task.CompletedTask;
            });

            // Registered before the library's own: runs after it.
            context.Response.OnCompleted(() =>
            {
                _ended.SetResult();
                return Task.CompletedTask;
            });
        }
    }
}
