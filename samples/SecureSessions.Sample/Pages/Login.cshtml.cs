using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SecureSessions.Sample.Pages;

internal sealed class LoginModel(DemoUsers users) : PageModel
{
    public bool Refused { get; private set; }

    public void OnGet()
    {
        // Nothing to prepare.
    }

    public IActionResult OnPost(string? username, string? password, string? returnUrl)
    {
        if (users.Find(username ?? "", password ?? "") is not { } user)
        {
            Refused = true;
            return Page();
        }

        string target = Url.IsLocalUrl(returnUrl) ? returnUrl : "/account";
        return SignIn(user, new AuthenticationProperties { RedirectUri = target }, SecureSessionDefaults.AuthenticationScheme);
    }
}
