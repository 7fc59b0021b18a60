using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>
/// Refuses an app that calls the framework's UseSession() as well. Only that middleware reads these options, and it does so when the
/// pipeline is built, so the check works wherever the middleware stands. After UseSecureSessions() the middleware would replace
/// HttpContext.Session by a session of its own, and the app would not find the values that it wrote.</summary>
internal sealed class FrameworkSessionCheck : IValidateOptions<SessionOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionOptions options) => ValidateOptionsResult.Fail(
        "app.UseSession() is called in an app that has AddSecureSessions(). app.UseSecureSessions() replaces it: remove UseSession() and "
        + "AddSession(), "
        + "and set by AddSecureSessions() what was set by AddSession().");
}
