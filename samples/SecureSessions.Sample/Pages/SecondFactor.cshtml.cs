using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace SecureSessions.Sample.Pages;

/// <summary>
/// Adds and removes the user's authenticator app. A change of the second factor asks for a fresh authentication (ASVS 7.5.1) and ends all
/// other sessions of the user (ASVS 7.4.3).
/// </summary>
[Authorize]
[RequireFreshAuthentication(maxAgeSeconds: 300)]
[EnableRateLimiting("floods")]
internal sealed class SecondFactorModel(
    SecondFactors factors, CodeCheck codes, ISecureSessionManager manager, IAuthorizationService authorization) : PageModel
{
    private const string KeyOfKey = "second-factor";

    // To remove the factor takes the factor: by the password alone a thief of the password could do it.
    private static readonly FreshAuthenticationRequirement TwoFactors = new(TimeSpan.FromMinutes(5), Levels.TwoFactors);

    public bool HasOne => factors.Has(Current.UserId!);

    /// <summary>
    /// The key that is offered. Until a code has confirmed it, it is in the session: sealed in the store, and gone with the session.
    /// </summary>
    public string? Key => HttpContext.Session.GetString(KeyOfKey);

    public string Address => SecondFactors.AddressOf(Current.UserId!, Key!);

    public string? Refusal { get; private set; }

    [TempData]
    public string? Notice { get; set; }

    private ISecureSession Current => HttpContext.GetSecureSession();

    public void OnGet()
    {
        if (!HasOne && Key is null)
            HttpContext.Session.SetString(KeyOfKey, SecondFactors.NewKey());
    }

    public async Task<IActionResult> OnPostAsync(string? code, string? returnUrl)
    {
        if (HasOne || Key is null)
            return RedirectToPage();

        Refusal = await codes.AddAsync(HttpContext, Key, code);
        if (Refusal is not null)
            return Page();

        HttpContext.Session.Remove(KeyOfKey);
        Current.StepUp(Levels.ByPasswordAndCode, Levels.TwoFactors, Levels.CodeLifetime);
        int ended = await manager.EndOthersAsync(Current);
        Notice = $"The app is added. Other sessions that were ended: {ended}.";
        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/second-factor");
    }

    public async Task<IActionResult> OnPostRemoveAsync()
    {
        if (!(await authorization.AuthorizeAsync(User, HttpContext, TwoFactors)).Succeeded)
            return RedirectToPage("/Reauthenticate", new { ReturnUrl = "/second-factor", acr_values = Levels.TwoFactors });

        factors.Remove(Current.UserId!);
        int ended = await manager.EndOthersAsync(Current);
        Notice = $"The app is removed. Other sessions that were ended: {ended}.";
        return RedirectToPage();
    }
}
