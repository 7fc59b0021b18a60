using Microsoft.AspNetCore.SignalR;

namespace SecureSessions;

/// <summary>A circuit of Blazor: the session that it was opened with, and the connection that the browser uses it by.</summary>
internal sealed class CircuitSession(ConnectionTicket? ticket, HubCallerContext connection)
{
    private readonly (SessionId Id, long PrivilegeChanges)? _session = Identify(ticket);
    private volatile HubCallerContext? _connection = connection;
    private volatile ConnectionTicket? _ticket = ticket;
    private volatile bool _hasEnded;

    /// <summary>The session; <see langword="null"/> if the circuit was opened without one, or is closed.</summary>
    public ConnectionTicket? Ticket => _ticket;

    /// <summary>By what the browser names the circuit when it connects again; <see langword="null"/> until it has been told.</summary>
    public string? Secret { get; set; }

    /// <summary>Watches the session; <see langword="null"/> without a session, or before a component is there.</summary>
    public ConnectionSession? Watch { get; set; }

    /// <summary>Whether the session has ended, or its privileges have changed.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Whether the framework has closed the circuit.</summary>
    public bool IsClosed => _connection is null;

    /// <summary>Whether a connection has the session of the circuit with the same privileges, or none as the circuit has none.</summary>
    public bool Accepts(ConnectionTicket? other) => !_hasEnded && Identify(other) == _session;

    /// <summary>Lets a connection use the circuit, if it is accepted.</summary>
    public bool TryConnect(ConnectionTicket? other, HubCallerContext connection)
    {
        if (IsClosed || !Accepts(other))
            return false;

        _connection = connection;
        return true;
    }

    /// <summary>From now on no connection is let in, and nothing that the browser sends.</summary>
    public void End() => _hasEnded = true;

    public void Disconnect() => _connection?.Abort();

    /// <summary>The framework has closed the circuit. Only its identity is kept.</summary>
    public void Close()
    {
        Watch?.Dispose();
        _connection = null;
        _ticket = null;
    }

    private static (SessionId, long)? Identify(ConnectionTicket? ticket) =>
        ticket is null ? null : (ticket.Session.Record.Id, ticket.Session.Record.PrivilegeChanges);
}
