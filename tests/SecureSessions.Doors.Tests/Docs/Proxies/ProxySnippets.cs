using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Doors.Tests.Docs.Proxies;

/// <summary>The code blocks of <c>docs/proxies.md</c>, which the apps of the tests behind nginx run.</summary>
internal static class ProxySnippets
{
    public static void TrustProxy(IServiceCollection services)
    {
        var builder = new { Services = services };
        #region trust-proxy
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders =
                ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            options.AllowedHosts.Add("shop.example.com");
            options.KnownProxies.Add(IPAddress.Parse("10.0.0.2"));      // where nginx connects from; loopback is known already
        });
        #endregion
    }

    public static void Use(WebApplication app)
    {
        #region pipeline
        app.UseForwardedHeaders();          // first: all that follows asks for scheme, host and address
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseSecureSessions();
        #endregion
    }

    public static void UseWithPathBase(WebApplication app)
    {
        #region path-base
        app.UseForwardedHeaders();
        app.UsePathBase("/shop");
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseSecureSessions();
        #endregion
    }

    public static void TrustPrefix(IServiceCollection services)
    {
        var builder = new { Services = services };
        #region prefix
        builder.Services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders |= ForwardedHeaders.XForwardedPrefix);
        #endregion
    }

    public static void AddNameOfItsOwn(IServiceCollection services, string redis)
    {
        var builder = new { Services = services };
        #region name-of-its-own
        builder.Services.AddSecureSessions(options => options.Cookie.Name = "__Host-shop")
            .AddRedisStore(store =>
            {
                store.Configuration = redis;
                store.KeyPrefix = "shop:";
            });
        #endregion
    }
}
