using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;
using Xunit;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms;

namespace SecureSessions.Doors.Tests.Proxies;

/// <summary>A backend for frontend: YARP forwards to an API, with a token that stays in the session.</summary>
public sealed class YarpTests : IAsyncLifetime
{
    private WebApplication _api = null!;
    private SessionHost _host = null!;
    private Browser _browser = null!;

    [Fact]
    public async Task Calls_of_the_API_carry_the_token_of_the_session_which_the_browser_never_sees()
    {
        Assert.Equal("Bearer the token", (await _browser.GetAsync("/api/token")).Body);
        using Browser stranger = _host.NewBrowser();
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/api/token")).Status);
    }

    [Fact]
    public async Task The_API_sees_no_cookie_of_the_session() => Assert.Equal("", (await _browser.GetAsync("/api/cookies")).Body);

    [Fact]
    public async Task Another_site_cannot_call_the_API() => Assert.Equal(
        HttpStatusCode.Forbidden,
        (await _browser.SendAsync(HttpMethod.Post, "/api/token", content: null, ("Sec-Fetch-Site", "cross-site"))).Status);

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_proxied_WebSocket_is_cut_when_its_session_ends()
    {
        using ClientWebSocket socket = await ConnectAsync("/api/echo");
        Assert.Equal("hello", await EchoAsync(socket, "hello"));

        await _browser.GetAsync("/sign-out");

        // Within a second: an echo that was faster may still come.
        await Poll.UntilAsync(
            async () => await Record.ExceptionAsync(() => EchoAsync(socket, "still there?").WaitAsync(Patience.Limit)) is not null,
            "it is cut");
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_proxied_event_stream_is_cut_when_its_session_ends()
    {
        using HttpResponseMessage response = await _browser.OpenAsync("/api/stream");
        await using Stream stream = await response.Content.ReadAsStreamAsync();
        byte[] buffer = new byte[64];
        Assert.NotEqual(0, await stream.ReadAsync(buffer));

        await _browser.GetAsync("/sign-out");

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (await stream.ReadAsync(buffer).AsTask().WaitAsync(Patience.Limit) > 0)
            {
                // What was under way.
            }

            throw new EndOfStreamException();
        });
    }

    [Fact]
    public async Task Without_the_mark_a_proxied_WebSocket_outlives_its_session()
    {
        using ClientWebSocket socket = await ConnectAsync("/unmarked/echo");
        await EchoAsync(socket, "hello");

        await _browser.GetAsync("/sign-out");

        Assert.Equal("still there?", await EchoAsync(socket, "still there?"));
    }

    public async Task InitializeAsync()
    {
        _api = await StartApiAsync();
        string address = _api.Urls.Single();
        _host = await SessionHost.StartAsync(new SessionHostSettings
        {
            Kind = ServerKind.KestrelHttp1,
            ConfigureServices = services => services.AddReverseProxy()
                .LoadFromMemory(
                    [Route("api", authorization: "default"), Route("unmarked", authorization: "default")],
                    [new ClusterConfig { ClusterId = "api", Destinations = new Dictionary<string, DestinationConfig>
                    {
                        ["one"] = new() { Address = address },
                    } }])
                .AddTransforms(static context => context.AddRequestTransform(static async request =>
                {
                    request.ProxyRequest.Headers.Remove("Cookie");
                    string? token = await request.HttpContext.GetTokenAsync("access_token");
                    request.ProxyRequest.Headers.Add("Authorization", $"Bearer {token}");
                })),
            Map = Map,
        });
        _browser = _host.NewBrowser();
        await _browser.GetAsync("/sign-in");
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
        await _api.DisposeAsync();
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/sign-in", static context =>
        {
            var properties = new AuthenticationProperties();
            properties.StoreTokens([new AuthenticationToken { Name = "access_token", Value = "the token" }]);
            return context.SignInAsync(SmallApp.PrincipalOf("ada"), properties);
        });
        app.MapGet("/sign-out", static context => context.SignOutAsync());
        app.MapReverseProxy().AbortWhenEnded().Add(static endpoint =>
        {
            // One route without the mark, to see what it is good for.
            if (endpoint.DisplayName == "unmarked")
                endpoint.Metadata.Remove(endpoint.Metadata.Single(static mark => mark.GetType().Name == "EndpointMark"));
        });
    }

    private static RouteConfig Route(string name, string authorization) => new()
    {
        RouteId = name,
        ClusterId = "api",
        AuthorizationPolicy = authorization,
        Match = new RouteMatch { Path = $"/{name}/{{**rest}}" },
        Transforms = [new Dictionary<string, string> { ["PathPattern"] = "/{**rest}" }],
    };

    private static async Task<WebApplication> StartApiAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        builder.WebHost.UseKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication api = builder.Build();
        api.UseWebSockets();
        api.Map("/token", static (HttpContext context) => context.Request.Headers.Authorization.ToString());
        api.MapGet("/cookies", static (HttpContext context) => context.Request.Headers.Cookie.ToString());
        api.Map("/echo", EchoAsync);
        api.MapGet("/stream", StreamAsync);
        await api.StartAsync();
        return api;
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        byte[] buffer = new byte[256];
        while (socket.State == WebSocketState.Open)
        {
            WebSocketReceiveResult message = await socket.ReceiveAsync(buffer, context.RequestAborted);
            if (message.MessageType == WebSocketMessageType.Text)
                await socket.SendAsync(buffer.AsMemory(0, message.Count), WebSocketMessageType.Text, true, context.RequestAborted);
        }
    }

    private static async Task StreamAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.WriteAsync("data: tick\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(50, context.RequestAborted);
        }
    }

    private async Task<ClientWebSocket> ConnectAsync(string path)
    {
        var socket = new ClientWebSocket();
        socket.Options.RemoteCertificateValidationCallback = TestCertificate.IsOurs;
        socket.Options.SetRequestHeader("Cookie", _browser.Jar.Header);
        socket.Options.SetRequestHeader("Origin", _host.BaseAddress.GetLeftPart(UriPartial.Authority));
        var address = new UriBuilder(new Uri(_host.BaseAddress, path)) { Scheme = "wss" };
        await socket.ConnectAsync(address.Uri, CancellationToken.None);
        return socket;
    }

    private static async Task<string> EchoAsync(ClientWebSocket socket, string text)
    {
        byte[] buffer = new byte[256];
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
        WebSocketReceiveResult message = await socket.ReceiveAsync(buffer, CancellationToken.None);
        return message.MessageType == WebSocketMessageType.Text
            ? Encoding.UTF8.GetString(buffer, 0, message.Count)
            : throw new InvalidOperationException($"The socket was closed: {message.CloseStatus}.");
    }
}
