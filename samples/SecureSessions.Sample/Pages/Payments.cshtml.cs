using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SecureSessions.Sample.Pages;

/// <summary>Asks for the second factor, as highly sensitive operations should (ASVS 7.5.3): the page and the form alike.</summary>
[Authorize]
[RequireFreshAuthentication(maxAgeSeconds: 300, level: Levels.TwoFactors)]
internal sealed class PaymentsModel : PageModel
{
    private const int Most = 1_000;

    public string? Level => HttpContext.GetSecureSession().Authentication?.Level;

    public bool IsWrong { get; private set; }

    [TempData]
    public string? Notice { get; set; }

    public void OnGet()
    {
        // Nothing to prepare.
    }

    public IActionResult OnPost(int? amount)
    {
        if (amount is not (>= 1 and <= Most))
        {
            IsWrong = true;
            return Page();
        }

        Notice = $"Paid {amount}.";
        return RedirectToPage();
    }
}
