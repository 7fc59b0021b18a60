using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace SecureSessions.Tests.Authentication.Remote;

public sealed class FormPostOptions : RemoteAuthenticationOptions
{
    /// <summary>Where the provider tells of a sign-out, as OpenID Connect has it.</summary>
    public PathString RemoteSignOutPath { get; set; } = "/signed-out-elsewhere";

    public ISecureDataFormat<AuthenticationProperties> StateDataFormat { get; set; } = null!;
}
