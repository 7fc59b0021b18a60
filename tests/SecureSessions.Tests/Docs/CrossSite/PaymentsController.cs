using Microsoft.AspNetCore.Mvc;

namespace SecureSessions.Tests.Docs.CrossSite;

#region controller
[AllowCrossSite]
[Route("hooks/[action]")]
public sealed class PaymentsController : ControllerBase
{
    [HttpPost]
    public IActionResult Settled() => Ok();
}
#endregion
