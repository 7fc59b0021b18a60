using Microsoft.AspNetCore.Authentication;

namespace SecureSessions.Tests.Authentication.Remote;

public sealed class FormPostOptions : RemoteAuthenticationOptions
{
    public ISecureDataFormat<AuthenticationProperties> StateDataFormat { get; set; } = null!;
}
