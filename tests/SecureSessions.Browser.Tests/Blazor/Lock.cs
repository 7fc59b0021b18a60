using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace SecureSessions.Browser.Tests.Blazor;

/// <summary>A component that lets nobody leave the page, also not by its own button.</summary>
internal sealed class Lock(NavigationManager navigation) : ComponentBase
{
    private const string Name = "lock";

    private int _refusals;

    /// <summary>Whether the browser asks the user before it leaves the page for another site, or loads it anew.</summary>
    [Parameter]
    public bool ConfirmExternalNavigation { get; set; }

    /// <summary>Lets the pages of the app put the component into their circuits.</summary>
    public static void Register(IServiceCollection services) =>
        services.Configure<CircuitOptions>(static circuits => circuits.RootComponents.RegisterForJavaScript<Lock>(Name));

    /// <summary>Puts the component into the circuit of a page.</summary>
    public static async Task PutIntoAsync(IPage page, bool confirmExternalNavigation)
    {
        await page.EvaluateAsync(
            """
            ([name, confirmExternalNavigation]) => Blazor.rootComponents.add(
                document.body.appendChild(document.createElement('div')), name, { confirmExternalNavigation })
            """,
            new object[] { Name, confirmExternalNavigation });
        await Assertions.Expect(LeaveButtonOf(page)).ToBeVisibleAsync();
    }

    /// <summary>Tries to leave the page, and sees that the lock says no.</summary>
    public static async Task TryLeaveAsync(IPage page)
    {
        await LeaveButtonOf(page).ClickAsync();
        await Assertions.Expect(page.GetByText("Refused: 1")).ToBeVisibleAsync();
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenComponent<NavigationLock>(0);
        builder.AddComponentParameter(1, nameof(NavigationLock.ConfirmExternalNavigation), ConfirmExternalNavigation);
        builder.AddComponentParameter(
            2,
            nameof(NavigationLock.OnBeforeInternalNavigation),
            EventCallback.Factory.Create<LocationChangingContext>(this, Refuse));
        builder.CloseComponent();
        builder.OpenElement(3, "button");
        builder.AddAttribute(4, "onclick", EventCallback.Factory.Create(this, () => navigation.NavigateTo("/", forceLoad: true)));
        builder.AddContent(5, "Leave");
        builder.CloseElement();
        builder.AddContent(6, $"Refused: {_refusals}");
    }

    private static ILocator LeaveButtonOf(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Leave" });

    private void Refuse(LocationChangingContext change)
    {
        _refusals++;
        change.PreventNavigation();
    }
}
