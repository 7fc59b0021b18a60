using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Testing;

/// <summary>
/// Answers the requests of <see cref="TestRuns"/> in front of the app's own middleware, behind sessions and authentication of their own.
/// </summary>
/// <remarks>
/// That pipeline is built when the first request comes: whether the app itself uses sessions is checked at its start, and must not be
/// answered by this.
/// </remarks>
internal sealed class TestRunFilter(TestRuns runs) : IStartupFilter
{
    private static readonly Endpoint Active = Build(static _ => { });
    private static readonly Endpoint Passive = Build(static marks => marks.AsPassive());

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        var pipeline = new Lazy<RequestDelegate>(() => BuildPipeline(app.ApplicationServices));
        app.Use(inner => context => runs.TryTake(context.Request, out TestRun? run)
            ? RunAsync(context, run, pipeline.Value)
            : inner(context));
        next(app);
    };

    private static async Task RunAsync(HttpContext context, TestRun run, RequestDelegate pipeline)
    {
        context.SetEndpoint(run.IsActivity ? Active : Passive);
        context.Features.Set(run);
        try
        {
            await pipeline(context);
        }
        catch (Exception) when (!context.Response.HasStarted)
        {
            // The run keeps the exception for the test.
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private static RequestDelegate BuildPipeline(IServiceProvider services)
    {
        var app = new ApplicationBuilder(services);
        app.UseSecureSessions();
        if (services.GetService<IAuthenticationSchemeProvider>() is not null)
            app.UseAuthentication();
        app.Run(static context => context.Features.GetRequiredFeature<TestRun>().InvokeAsync(context));
        return app.Build();
    }

    private static Endpoint Build(Action<Marks> mark)
    {
        var marks = new Marks();
        mark(marks);
        var endpoint = new RouteEndpointBuilder(static _ => Task.CompletedTask, RoutePatternFactory.Parse("/"), order: 0);
        foreach (Action<EndpointBuilder> convention in marks.Conventions)
            convention(endpoint);
        return endpoint.Build();
    }

    private sealed class Marks : IEndpointConventionBuilder
    {
        public List<Action<EndpointBuilder>> Conventions { get; } = [];

        public void Add(Action<EndpointBuilder> convention) => Conventions.Add(convention);
    }
}
