using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>Looks at a page by the rules of axe-core, by day and by night.</summary>
internal static class Axe
{
    // The other rules have the same result by night.
    private static readonly RunOnlyOptions Colors = RunOnlyOptions.Tags("cat.color");

    /// <summary>The elements of the page, as it is now, that break a rule, with the rule.</summary>
    public static async Task<IReadOnlyList<string>> FindViolationsAsync(IPage page) =>
    [
        .. await FindViolationsAsync(page, ColorScheme.Dark, new AxeRunOptions { RunOnly = Colors }),
        .. await FindViolationsAsync(page, ColorScheme.Light, new AxeRunOptions()),
    ];

    private static async Task<IEnumerable<string>> FindViolationsAsync(IPage page, ColorScheme scheme, AxeRunOptions options)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        AxeResult result = await page.RunAxe(options);
        return result.Violations.SelectMany(rule => rule.Nodes.Select(node => $"{scheme}: {rule.Id}: {node.Html}"));
    }
}
