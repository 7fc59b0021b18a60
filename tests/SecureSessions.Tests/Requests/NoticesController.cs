using Microsoft.AspNetCore.Mvc;

namespace SecureSessions.Tests.Requests;

[Route("notices/[action]")]
public sealed class NoticesController : Controller
{
    private const string Key = "notice";

    [HttpGet]
    public IActionResult Save()
    {
        TempData[Key] = "saved";
        return LocalRedirect("/notices/show");
    }

    [HttpGet]
    [RedirectOnException]
    public IActionResult Fail()
    {
        TempData[Key] = "saved";
        throw new InvalidOperationException("A filter makes a redirect of it.");
    }

    [HttpGet]
    public string Show() => TempData[Key] as string ?? "none";
}
