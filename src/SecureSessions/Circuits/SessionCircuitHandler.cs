using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;

namespace SecureSessions;

/// <summary>
/// Ends a circuit of Blazor with the session that it was opened with: its user becomes anonymous, no event of the browser reaches a
/// component any more, and the browser loads the page anew.
/// </summary>
/// <remarks>One for each circuit.</remarks>
internal sealed class SessionCircuitHandler(
    CircuitHubFilter circuits,
    LiveSessions liveSessions,
    SessionLifecycle lifecycle,
    AuthenticationStateProvider authentication,
    NavigationManager navigation,
    IJSRuntime browser,
    TimeProvider timeProvider,
    ILogger<SessionCircuitHandler> logger) : CircuitHandler, IDisposable
{
    // If a form of this page ended the session, its answer may be on the way, with a cookie. Another page would keep it out, so the browser
    // is told to load one a moment later. Then it has as long again until its connection is closed.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    // The framework makes its handlers while the browser's call with the first components runs.
    private readonly CircuitSession? _circuit = CircuitHubFilter.Current;

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (_circuit is { Ticket: { } ticket })
            _circuit.Watch = new ConnectionSession(ticket, End, liveSessions, lifecycle, timeProvider);
        return Task.CompletedTask;
    }

    /// <summary>Nothing that the browser sends reaches a component once the session has ended.</summary>
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next) =>
        context => _circuit is { HasEnded: true } ? Task.CompletedTask : next(context);

    public void Dispose()
    {
        if (_circuit is { } circuit)
            circuits.Close(circuit);
    }

    private void End()
    {
        _circuit!.End();
        if (authentication is IHostEnvironmentAuthenticationStateProvider settable)
            settable.SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));

        _ = LeaveAsync(_circuit);
    }

    private async Task LeaveAsync(CircuitSession circuit)
    {
        await Task.Delay(Grace);
        if (circuit.IsClosed)
            return;

        try
        {
            // The browser loads the page as what it is now: nobody, or the user with other privileges. NavigationManager would ask the
            // components first, and they may say no.
            await browser.InvokeVoidAsync("Blazor.navigateTo", Grace, navigation.Uri, true, true);
        }
        catch (OperationCanceledException)
        {
            // The browser's answer is not let in any more. The wait was the time that the browser had.
        }
        catch (Exception exception)
        {
            // There is no connection just now. When the browser connects again, it is refused, and loads the page then.
            Log.CircuitNotReloaded(logger, exception);
        }

        circuit.Disconnect();
    }
}
