using Microsoft.AspNetCore.Mvc;

namespace SecureSessions.Tests.Antiforgery;

[Route("forms/[action]")]
public sealed class FormsController : Controller
{
    [HttpPost]
    [ValidateAntiForgeryToken]
    public string Validate() => "done";

    [HttpPost]
    [AutoValidateAntiforgeryToken]
    public string Auto() => "done";

    [HttpGet("/forms/late")]
    public IActionResult Late([FromServices] Microsoft.AspNetCore.Antiforgery.IAntiforgery antiforgery)
    {
        // Stored when the response starts, long after the form was written.
        TempData["notice"] = "late";
        return Content(antiforgery.GetAndStoreTokens(HttpContext).RequestToken!);
    }
}
