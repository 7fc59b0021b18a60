using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SecureSessions.Sample.Pages;

[Authorize]
internal sealed class AccountModel : PageModel
{
    public const int LongestNote = 2_000;

    private const string VisitsKey = "visits";
    private const string NoteKey = "note";

    public ISecureSession Current => HttpContext.GetSecureSession();

    public string? Role => User.FindFirstValue(ClaimTypes.Role);

    public int Visits { get; private set; }

    public string? Note => HttpContext.Session.GetString(NoteKey);

    [TempData]
    public string? Notice { get; set; }

    public void OnGet()
    {
        Visits = (HttpContext.Session.GetInt32(VisitsKey) ?? 0) + 1;
        HttpContext.Session.SetInt32(VisitsKey, Visits);
    }

    public IActionResult OnPost(string? note)
    {
        note ??= "";
        if (note.Length > LongestNote)
            return BadRequest();

        HttpContext.Session.SetString(NoteKey, note);
        Notice = "Your note is saved.";
        return RedirectToPage();
    }
}
