using Microsoft.AspNetCore.Mvc;

namespace SecureSessions.Tests.Behaviour;

[Route("webhooks/[action]")]
public sealed class WebhooksController : ControllerBase
{
    [HttpPost]
    [AllowCrossSite]
    public string? Receive() => User.Identity?.Name;
}
