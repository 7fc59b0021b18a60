extern alias Shop;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Testing;

namespace SecureSessions.Doors.Tests.Testing;

/// <summary>Factories of the app of <c>docs/testing.md</c>.</summary>
internal static class ShopApp
{
    public static WebApplicationFactory<Shop::Program> Create(
        Action<IServiceCollection>? configure = null, Action<TestSessionOptions>? test = null) =>
        CreatePlain(configure).WithTestSessions(test);

    /// <summary>One whose tests get no help.</summary>
    public static WebApplicationFactory<Shop::Program> CreatePlain(Action<IServiceCollection>? configure = null) =>
        new WebApplicationFactory<Shop::Program>().WithWebHostBuilder(
            host => host.ConfigureTestServices(services => configure?.Invoke(services)));

    /// <summary>A piece of pipeline in front of the app's own.</summary>
    public static void AddInFront(this IServiceCollection services, Action<IApplicationBuilder> configure) =>
        services.AddSingleton<IStartupFilter>(new Front(configure));

    private sealed class Front(Action<IApplicationBuilder> configure) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            configure(app);
            next(app);
        };
    }
}
