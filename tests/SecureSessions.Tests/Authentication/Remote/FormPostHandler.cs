using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecureSessions.Tests.Authentication.Remote;

/// <summary>
/// What OpenID Connect does around its tokens: a challenge with a protected state and a correlation cookie, and a callback that the
/// provider's page posts from its own site.
/// </summary>
internal sealed class FormPostHandler(
    IOptionsMonitor<FormPostOptions> options, ILoggerFactory logger, UrlEncoder encoder, IDataProtectionProvider protection)
    : RemoteAuthenticationHandler<FormPostOptions>(options, logger, encoder)
{
    public const string Name = "oidc";
    public const string Callback = "/signin-oidc";

    protected override Task InitializeHandlerAsync()
    {
        Options.StateDataFormat ??= new PropertiesDataFormat(protection.CreateProtector(Name));
        return base.InitializeHandlerAsync();
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        GenerateCorrelationId(properties);
        string state = Uri.EscapeDataString(Options.StateDataFormat.Protect(properties));
        Response.Redirect($"https://idp.example/authorize?response_mode=form_post&state={state}");
        return Task.CompletedTask;
    }

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        IFormCollection form = await Request.ReadFormAsync(Context.RequestAborted);
        if (Options.StateDataFormat.Unprotect(form["state"]) is not { } properties)
            return HandleRequestResult.Fail("No state.");
        if (!ValidateCorrelationId(properties))
            return HandleRequestResult.Fail("Correlation failed.", properties);

        properties.StoreTokens([new AuthenticationToken { Name = "id_token", Value = "id.token.of." + form["user"] }]);
        return HandleRequestResult.Success(new AuthenticationTicket(TestUsers.Create(form["user"]!), properties, Scheme.Name));
    }
}
