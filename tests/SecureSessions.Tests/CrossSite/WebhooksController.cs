using Microsoft.AspNetCore.Mvc;

namespace SecureSessions.Tests.CrossSite;

[Route("webhooks/[action]")]
public sealed class WebhooksController : ControllerBase
{
    [HttpPost]
    [AllowCrossSite]
    public string? Receive() => User.Identity?.Name;
}
