using Microsoft.Playwright;

namespace SecureSessions.Browser.Tests.Blazor;

/// <summary>What connects the circuit of a page with the server. It can be cut, and mended; the other pages go on.</summary>
/// <remarks>Chromium's own offline mode lets a WebSocket go dead without a word, which SignalR notices half a minute later.</remarks>
internal sealed class Cable
{
    private IWebSocketRoute? _page;
    private IWebSocketRoute? _server;
    private volatile bool _isCut;

    private Cable()
    {
    }

    /// <summary>Lays it, before the page is loaded.</summary>
    public static async Task<Cable> LayAsync(IPage page)
    {
        var cable = new Cable();
        await page.RouteAsync("**/_blazor/negotiate**", route => cable._isCut ? route.AbortAsync() : route.ContinueAsync());
        await page.RouteWebSocketAsync("**/_blazor**", cable.Connect);
        return cable;
    }

    public async Task CutAsync()
    {
        _isCut = true;
        await _server!.CloseAsync();
        await _page!.CloseAsync();
    }

    public void Mend() => _isCut = false;

    private void Connect(IWebSocketRoute socket)
    {
        _page = socket;
        _server = socket.ConnectToServer();
    }
}
