using System.Net;
using Microsoft.AspNetCore.Builder;

namespace SecureSessions.TestKit;

/// <summary>Lets browsers of a test come from any address.</summary>
public static class ClaimedAddress
{
    /// <summary>The header that says it.</summary>
    public const string Header = "Test-Address";

    /// <summary>Believes the header, before authentication asks for an address.</summary>
    public static void Use(WebApplication app)
    {
        Believe(app);
        app.UseAuthentication();
    }

    /// <summary>Believes the header; <c>UseAuthentication()</c> must be called after it.</summary>
    public static void Believe(IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.Headers.TryGetValue(Header, out var address))
            context.Connection.RemoteIpAddress = IPAddress.Parse(address.ToString());
        return next(context);
    });
}
