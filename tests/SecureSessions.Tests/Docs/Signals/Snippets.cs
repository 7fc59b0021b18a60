using System.Threading.RateLimiting;
using MaxMind.Db;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Tests.Docs.Signals;

/// <summary>The other code blocks of the page.</summary>
internal static class Snippets
{
    public static void NewDevice(WebApplicationBuilder builder)
    {
        #region new-device
        builder.Services.AddSingleton<ISecureSessionEventHandler, NewDeviceMail>();
        #endregion
    }

    public static void Rules(WebApplicationBuilder builder)
    {
        #region rules
        builder.Services.AddSecureSessions(o =>
        {
            o.Signals.DeviceChange = SignalResponse.StepUp;         // rare, and the owner can prove it
            o.Signals.NetworkChange = SignalResponse.Report;        // but people move
            o.Signals.ImpossibleTravel = SignalResponse.StepUp;
        }).AddGeoLocator<CityLocator>();
        #endregion
    }

    public static void MaxMind(WebApplicationBuilder builder)
    {
        #region add-max-mind
        builder.Services.AddSingleton(_ => new Reader("/var/lib/geoip/GeoLite2-City.mmdb"));
        builder.Services.AddSecureSessions(o => o.KeepPlace = true).AddGeoLocator<MaxMindLocator>();
        #endregion
    }

    public static void Throttle(WebApplicationBuilder builder)
    {
        #region throttle
        builder.Services.AddRateLimiter(o =>
        {
            o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            o.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(SecureSessionFloods.Partition);
        });
        #endregion
    }

    public static void Order(WebApplication app)
    {
        #region order
        app.UseForwardedHeaders();                                  // behind a proxy: or all users share its address
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseSecureSessions();
        #endregion
    }

    public static void Policy(WebApplicationBuilder builder)
    {
        #region policy
        builder.Services.AddRateLimiter(o => o.AddPolicy("floods", SecureSessionFloods.Partition));
        #endregion
    }

    public static void Privacy(WebApplicationBuilder builder)
    {
        #region privacy
        builder.Services.AddSecureSessions(o => o.KeepClientInfo = false);
        #endregion
    }
}
