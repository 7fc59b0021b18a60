using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>
/// Refuses ASP.NET Core Session beside this one, wherever its middleware stands: it reads its options when the pipeline is built, and that nobody
/// else does. Behind ours it would put its own session in the place of ours, and what the app wrote would not be where the app looks for it.
/// </summary>
internal sealed class LeftoverSession : IValidateOptions<SessionOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionOptions options) => ValidateOptionsResult.Fail(
        "app.UseSession() is called in an app that has AddSecureSessions(). app.UseSecureSessions() takes its place: remove UseSession() and AddSession(), "
        + "and set by AddSecureSessions() what was set by AddSession().");
}
