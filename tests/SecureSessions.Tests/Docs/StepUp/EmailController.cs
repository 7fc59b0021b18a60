using Microsoft.AspNetCore.Mvc;

namespace SecureSessions.Tests.Docs.StepUp;

#region controller
[RequireFreshAuthentication(maxAgeSeconds: 300)]                 // on a page's model as well
public sealed class EmailController : Controller
{
    [HttpGet]
    public IActionResult Edit() => View();

    [HttpPost]
    [ValidateAntiForgeryToken]
    [RequireFreshAuthentication("aal2")]                         // and a level: both must be met
    public IActionResult Delete() => View();
}
#endregion
