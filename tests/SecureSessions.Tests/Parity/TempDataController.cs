using Microsoft.AspNetCore.Mvc;

namespace SecureSessions.Tests.Parity;

[Route("tempdata/[action]")]
public sealed class TempDataController : Controller
{
    private const string Key = "message";

    [HttpGet]
    public IActionResult Put(string text)
    {
        TempData[Key] = text;
        return LocalRedirect("/tempdata/read");
    }

    [HttpGet]
    public string Read() => TempData[Key] as string ?? "none";

    [HttpGet]
    public string Peek() => TempData.Peek(Key) as string ?? "none";

    [HttpGet]
    public string Keep()
    {
        string text = Read();
        TempData.Keep(Key);
        return text;
    }
}
