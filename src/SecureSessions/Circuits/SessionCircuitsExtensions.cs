using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.SignalR;
using SecureSessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts sessions under the circuits of Blazor.</summary>
public static class SessionCircuitsExtensions
{
    /// <summary>
    /// Ends a circuit of Blazor (interactive server rendering) when the session that opened it ends, on whichever node, or changes its
    /// privileges: its authentication state becomes anonymous at once, no event of the browser reaches a component any more, and the
    /// browser loads the page anew (TM-9).
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// What the user does in a circuit is activity of the session: it moves the idle deadline, with one call to the store in 10 seconds at
    /// most. Circuits of pages without a session are left alone.
    /// </remarks>
    public static SecureSessionsBuilder AddSessionCircuits(this SecureSessionsBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        // A second filter would run everything twice.
        if (services.Any(static service => service.ServiceType == typeof(CircuitHubFilter)))
            return builder;

        services.AddSingleton<CircuitHubFilter>();
        services.Configure<HubOptions>(static options => options.AddFilter<CircuitHubFilter>());
        services.AddScoped<CircuitHandler, SessionCircuitHandler>();
        return builder;
    }
}
