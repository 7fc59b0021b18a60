using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecureSessions.Benchmarks.Apps;

/// <summary>Says that everybody is the same user.</summary>
internal sealed class FreeAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Free";

    private static readonly AuthenticateResult Result = AuthenticateResult.Success(new AuthenticationTicket(BenchmarkApp.User, Name));

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Result);
}
