using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SecureSessions.Sample.Pages;

/// <summary>The page in place of an empty answer. It reads nothing of the refused request, so a refused form may lead here.</summary>
[IgnoreAntiforgeryToken]
internal sealed class StatusModel : PageModel
{
    public string Title { get; private set; } = "";

    public string Explanation { get; private set; } = "";

    public IActionResult OnGet(int code) => Explain(code);

    public IActionResult OnPost(int code) => Explain(code);

    private IActionResult Explain(int code)
    {
        // The page only explains the status of another answer. A browser that requests it directly gets 404.
        if (HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is null)
            return NotFound();

        (Title, Explanation) = code switch
        {
            400 =>
                (
                    "That could not be sent",
                    "The form was too old, or was changed on its way. Nothing was done. Go back, load the page again and send it once "
                    + "more."),
            404 => ("There is no such page", "The address may be mistyped, or the page is gone."),
            405 => ("That cannot be opened", "This address is for a button of this site. To sign out, use the button at the top."),
            _ => ("That did not work", $"The server answered {code}."),
        };
        return Page();
    }
}
