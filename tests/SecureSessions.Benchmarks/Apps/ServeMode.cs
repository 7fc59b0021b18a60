using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SecureSessions.Benchmarks.Apps;

/// <summary>Serves one app until it is told to stop or its input ends, which it does with the parent process at the latest.</summary>
internal static class ServeMode
{
    /// <param name="create">Creates the app on the server that it is given.</param>
    public static async Task RunAsync(Func<Action<WebApplicationBuilder>, WebApplication> create)
    {
        await using WebApplication app = create(
            static builder => builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0)));
        await app.StartAsync();
        await Console.Out.WriteLineAsync(
            app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

        // A stream, since the reader of the console blocks whatever its methods are called.
        await using Stream input = Console.OpenStandardInput();
        await Task.WhenAny(input.CopyToAsync(Stream.Null), app.WaitForShutdownAsync());
        await app.StopAsync();
    }
}
