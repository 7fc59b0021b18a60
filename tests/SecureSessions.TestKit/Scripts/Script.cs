using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SecureSessions.TestKit;

/// <summary>Runs pieces of a test as the handlers of requests, so that a test reads as what happens request by request.</summary>
/// <remarks>
/// A handler is a lambda (<see cref="Map"/>), or, where a test has it as data, a line of <see cref="Commands"/>
/// (<see cref="MapCommands"/>), which answers with an <see cref="Answer"/>: what the handler saw when its commands were done.
/// </remarks>
public sealed class Script
{
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _handlers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Hold> _holds = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Runs at each command <c>pause</c>.</summary>
    public Func<HttpContext, Task>? Pause { get; set; }

    /// <summary>Runs before each command, and with <c>answer</c> before the answer is put together.</summary>
    public Action<string[]>? Announce { get; set; }

    public Hold Hold(string name) => _holds.GetOrAdd(name, static _ => new Hold());

    /// <summary>Maps the endpoint that runs the handlers.</summary>
    public IEndpointConventionBuilder Map(IEndpointRouteBuilder app, string prefix = "/script") =>
        app.Map(prefix + "/{n}", context => _handlers[(string)context.Request.RouteValues["n"]!](context));

    /// <summary>Maps the endpoints that carry out the commands of a request's query: <c>/do?script=signin ada; set a 1</c>.</summary>
    public void MapCommands(IEndpointRouteBuilder app)
    {
        app.Map("/do", CarryOutAsync);
        app.Map("/poll", CarryOutAsync).AsPassive();
        app.Map("/bare", () => "no session").WithoutSession();
    }

    /// <summary>Sends a request that this handler answers.</summary>
    public Task<Page> RunAsync(Browser browser, Func<HttpContext, Task> handler, params (string Name, string Value)[] headers) =>
        browser.GetAsync(Add(handler), headers);

    /// <inheritdoc cref="RunAsync(Browser, Func{HttpContext, Task}, ValueTuple{string, string}[])"/>
    public Task<Page> RunAsync(Browser browser, Action<HttpContext> handler, params (string Name, string Value)[] headers) =>
        RunAsync(browser, context => { handler(context); return Task.CompletedTask; }, headers);

    /// <summary>Sends a request that this handler answers, and hands back what it returned.</summary>
    public async Task<T> AskAsync<T>(Browser browser, Func<HttpContext, Task<T>> handler, params (string Name, string Value)[] headers)
    {
        var answer = new TaskCompletionSource<T>();
        Page page = await RunAsync(browser, async context => answer.SetResult(await handler(context)), headers);
        return answer.Task.IsCompleted
            ? await answer.Task
            : throw new InvalidOperationException($"The handler did not run: the answer is {page.Status}.");
    }

    /// <inheritdoc cref="AskAsync{T}(Browser, Func{HttpContext, Task{T}}, ValueTuple{string, string}[])"/>
    public Task<T> AskAsync<T>(Browser browser, Func<HttpContext, T> handler, params (string Name, string Value)[] headers) =>
        AskAsync(browser, context => Task.FromResult(handler(context)), headers);

    /// <summary>The path whose requests this handler answers; for requests of another shape.</summary>
    public string Add(Func<HttpContext, Task> handler, string prefix = "/script")
    {
        string name = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
        _handlers[name] = handler;
        return $"{prefix}/{name}";
    }

    private async Task CarryOutAsync(HttpContext context)
    {
        foreach (string[] words in Commands.Parse(context.Request.Query["script"].ToString()))
        {
            Announce?.Invoke(words);
            await Commands.CarryOutAsync(context, words, this);
        }

        Announce?.Invoke(["answer"]);
        await context.Response.WriteAsync(Answer.Describe(context.GetSecureSession()));
    }
}
