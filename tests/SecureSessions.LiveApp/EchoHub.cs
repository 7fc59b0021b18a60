using Microsoft.AspNetCore.SignalR;

namespace SecureSessions.LiveApp;

/// <summary>Says what it is told.</summary>
internal sealed class EchoHub : Hub
{
    public string Echo(string text) => text;
}
