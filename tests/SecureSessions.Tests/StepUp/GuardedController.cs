using Microsoft.AspNetCore.Mvc;

namespace SecureSessions.Tests.StepUp;

[Route("controller/[action]")]
[RequireFreshAuthentication(maxAgeSeconds: 300)]
public sealed class GuardedController : Controller
{
    [HttpGet]
    public string Email() => "ok";

    [HttpGet]
    [RequireFreshAuthentication("aal2")]
    public string Keys() => "ok";
}
