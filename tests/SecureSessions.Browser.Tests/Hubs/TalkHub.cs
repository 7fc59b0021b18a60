using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;

namespace SecureSessions.Browser.Tests.Hubs;

/// <summary>Says who calls it.</summary>
internal sealed class TalkHub : Hub
{
    public string Echo(string text) => text;

    public string Who() => Context.User?.FindFirstValue(ClaimTypes.NameIdentifier) ?? "nobody";
}
