using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Tests.Docs.LiveConnections;

/// <summary>The code blocks of <c>docs/live-connections.md</c>; <c>LiveConnectionsPageTests</c> runs them.</summary>
internal static class Snippets
{
    public static void Hubs(WebApplicationBuilder builder)
    {
        #region hubs
        builder.Services.AddSecureSessions().AddRedisStore("localhost:6379");
        builder.Services.AddSignalR().AddSecureSessions();
        #endregion
    }

    public static void HubActivity(WebApplicationBuilder builder)
    {
        #region hub-activity
        builder.Services.AddSignalR().AddSecureSessions(hubs => hubs.HubCallsAreActivity = true);
        #endregion
    }

    public static void WebSockets(WebApplication app)
    {
        #region web-sockets
        app.UseWebSockets();
        app.MapGet("/ws", async (HttpContext context) =>
        {
            using WebSocket webSocket = await context.WebSockets.AcceptWebSocketAsync();
            await using IAsyncDisposable closing = context.GetSecureSession().CloseWhenEnded(webSocket);
            byte[] buffer = new byte[4096];
            while (webSocket.State == WebSocketState.Open)
            {
                WebSocketReceiveResult message = await webSocket.ReceiveAsync(buffer, context.RequestAborted);
                if (message.MessageType == WebSocketMessageType.Text)
                {
                    await webSocket.SendAsync(
                        buffer.AsMemory(0, message.Count), WebSocketMessageType.Text, message.EndOfMessage, context.RequestAborted);
                }
            }

            if (webSocket.State == WebSocketState.CloseReceived)
                await webSocket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        }).RequireAuthorization();
        #endregion
    }

    public static void ServerSentEvents(WebApplication app)
    {
        #region server-sent-events
        app.MapGet("/prices", (HttpContext context, PriceFeed feed) =>
            TypedResults.ServerSentEvents(feed.ReadAsync(context.RequestAborted).UntilEnded(context.GetSecureSession())))
            .RequireAuthorization();
        #endregion
    }

    public static void Ended(WebApplication app)
    {
        #region ended
        app.MapGet("/changes", async (HttpContext context, Changes changes) =>
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, context.GetSecureSession().Ended);
            return await changes.WaitForNextAsync(stop.Token);
        });
        #endregion
    }
}
