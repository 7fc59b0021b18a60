using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace SecureSessions;

/// <summary>
/// Ties circuits of Blazor to the session of the connection that opened them. A connection with another session, or without one, is
/// refused: to its browser the circuit does not exist any more, so it loads the page anew.
/// </summary>
internal sealed class CircuitHubFilter : IHubFilter
{
    // The hub of circuits is internal to the framework, and so are its methods.
    private const string HubName = "Microsoft.AspNetCore.Components.Server.ComponentHub";
    private const string Start = "StartCircuit";
    private const string Resume = "ResumeCircuit";
    private const string Connect = "ConnectCircuit";
    private const string Update = "UpdateRootComponents";
    private const string Call = "BeginInvokeDotNetFromJS";
    private const string Event = "DispatchEventAsync";
    private const string Location = "OnLocationChanged";

    // The framework keeps the state of 1,000 circuits, by default, that were closed because their browsers did not come back.
    private const int MaxClosed = 10_000;

    private static readonly object TicketKey = new();
    private static readonly object CircuitKey = new();
    private static readonly AsyncLocal<CircuitSession?> Ambient = new();

    private readonly ConcurrentDictionary<string, CircuitSession> _circuits = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _closed = [];

    /// <summary>The circuit that the browser is putting components into.</summary>
    public static CircuitSession? Current => Ambient.Value;

    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        // The filter that closes connections of hubs has taken the ticket if it is used too.
        if (IsOfCircuits(context.Hub)
            && context.Context.GetHttpContext() is { } request
            && (SecureSessionHubFilter.Find(context.Context)?.Ticket ?? ConnectionTicket.Take(request)) is { } ticket)
        {
            context.Context.Items[TicketKey] = ticket;
        }

        return next(context);
    }

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (!IsOfCircuits(invocationContext.Hub))
            return next(invocationContext);

        HubCallerContext connection = invocationContext.Context;
        var ticket = connection.Items.TryGetValue(TicketKey, out object? kept) ? (ConnectionTicket?)kept : null;
        var current = connection.Items.TryGetValue(CircuitKey, out object? used) ? (CircuitSession?)used : null;
        switch (invocationContext.HubMethodName)
        {
            case Start:
                return OpenAsync(new CircuitSession(ticket, connection), invocationContext, next);
            case Resume:
                return Find(invocationContext)?.Accepts(ticket) == true
                    ? OpenAsync(new CircuitSession(ticket, connection), invocationContext, next)
                    : new ValueTask<object?>(result: null);
            case Connect:
                if (Find(invocationContext) is not { } circuit || !circuit.TryConnect(ticket, connection))
                    return new ValueTask<object?>(false);

                connection.Items[CircuitKey] = circuit;
                break;
            case Update when current is not null:
                return RunAsync(current, invocationContext, next);
            default:
                if (IsActivity(invocationContext))
                    current?.Watch?.CountCall();
                break;
        }

        return next(invocationContext);
    }

    /// <summary>
    /// The circuit is closed. Its identity is kept for a while, because the framework may have kept the state of its components, and opens
    /// another circuit with it when the browser comes back.
    /// </summary>
    public void Close(CircuitSession circuit)
    {
        if (circuit.IsClosed)
            return;

        circuit.Close();
        if (circuit.Secret is { } secret)
            KeepForResume(circuit, secret);
    }

    private async ValueTask<object?> OpenAsync(
        CircuitSession circuit, HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        object? result = await RunAsync(circuit, invocation, next);
        if (result is string secret)
        {
            invocation.Context.Items[CircuitKey] = circuit;
            circuit.Secret = secret;
            _circuits[secret] = circuit;

            // It may have been closed meanwhile.
            if (circuit.IsClosed)
                KeepForResume(circuit, secret);
        }

        return result;
    }

    private static async ValueTask<object?> RunAsync(
        CircuitSession circuit, HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        Ambient.Value = circuit;
        return await next(invocation);
    }

    private void KeepForResume(CircuitSession circuit, string secret)
    {
        if (circuit.HasEnded)
        {
            _circuits.TryRemove(secret, out _);
            return;
        }

        _closed.Enqueue(secret);
        while (_closed.Count > MaxClosed && _closed.TryDequeue(out string? oldest))
            _circuits.TryRemove(oldest, out _);
    }

    private CircuitSession? Find(HubInvocationContext invocation) =>
        invocation.HubMethodArguments is [string secret, ..] ? _circuits.GetValueOrDefault(secret) : null;

    /// <summary>
    /// Whether the user does something: an event of the page, or a click on a link. What scripts call, answers to calls, and confirmations
    /// that the page has been drawn come by themselves.
    /// </summary>
    private static bool IsActivity(HubInvocationContext invocation) => invocation.HubMethodName switch
    {
        Call => invocation.HubMethodArguments is [_, null, Event, ..],
        Location => invocation.HubMethodArguments is [_, _, true],
        _ => false,
    };

    private static bool IsOfCircuits(Hub hub) => hub.GetType().FullName == HubName;
}
