using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SecureSessions.Sample.Pages;

[Authorize]
internal sealed class AccountModel : PageModel
{
    private const string VisitsKey = "visits";

    public ISecureSession Current => HttpContext.GetSecureSession();

    public int Visits { get; private set; }

    public void OnGet()
    {
        Visits = (HttpContext.Session.GetInt32(VisitsKey) ?? 0) + 1;
        HttpContext.Session.SetInt32(VisitsKey, Visits);
    }
}
