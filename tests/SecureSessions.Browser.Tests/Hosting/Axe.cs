using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>Looks at a page by the rules of axe-core, by day and by night.</summary>
internal static class Axe
{
    /// <summary>What breaks a rule, as the page is now: the rule and the element.</summary>
    public static async Task<IReadOnlyList<string>> FindViolationsAsync(IPage page)
    {
        List<string> violations = [];
        foreach (ColorScheme scheme in (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            violations.AddRange((await page.RunAxe()).Violations.SelectMany(rule => rule.Nodes.Select(node => $"{scheme}: {rule.Id}: {node.Html}")));
        }

        return violations;
    }
}
