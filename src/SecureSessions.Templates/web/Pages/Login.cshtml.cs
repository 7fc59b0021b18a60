using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using SecureSessions;

namespace Company.WebApplication1.Pages;

[EnableRateLimiting("login")]
internal sealed class LoginModel(DemoUser users) : PageModel
{
    public bool IsRefused { get; private set; }

    public IActionResult OnPost(string? userName, string? password, string? returnUrl)
    {
        if (users.Find(userName, password) is not { } user)
        {
            IsRefused = true;
            return Page();
        }

        var properties = new AuthenticationProperties { RedirectUri = Url.IsLocalUrl(returnUrl) ? returnUrl : "/" };
        properties.SetSessionAuthentication(["pwd"]);
        return SignIn(user, properties, SecureSessionDefaults.AuthenticationScheme);
    }
}
