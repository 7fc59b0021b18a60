namespace SecureSessions.TestKit;

/// <summary>The ways of SignalR to keep a connection.</summary>
public enum HubTransport
{
    WebSockets,
    ServerSentEvents,
    LongPolling,
}
