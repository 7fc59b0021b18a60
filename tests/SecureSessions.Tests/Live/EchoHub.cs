using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;

namespace SecureSessions.Tests.Live;

/// <summary>A hub that says who calls it.</summary>
internal sealed class EchoHub : Hub
{
    public string Echo(string text) => text;

    public string Who() => Context.User?.FindFirstValue(ClaimTypes.NameIdentifier) ?? "nobody";
}
