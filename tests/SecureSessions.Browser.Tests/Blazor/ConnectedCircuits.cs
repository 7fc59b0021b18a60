using Microsoft.AspNetCore.Components.Server.Circuits;

namespace SecureSessions.Browser.Tests.Blazor;

/// <summary>Counts the circuits that a browser is connected with.</summary>
internal sealed class ConnectedCircuits : CircuitHandler
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        return Task.CompletedTask;
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Decrement(ref _count);
        return Task.CompletedTask;
    }
}
