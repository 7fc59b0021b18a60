using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace SecureSessions.Redis.Tests.Docs;

/// <summary>The other code blocks of <c>docs/redis.md</c>.</summary>
internal static class Snippets
{
    public static void Options(WebApplicationBuilder builder)
    {
        #region options
        builder.Services.AddSecureSessions().AddRedisStore(redis =>
        {
            redis.Configuration = builder.Configuration.GetConnectionString("Sessions");  // host:port,host:port,password=...,ssl=true
            redis.KeyPrefix = "shop:";
        });
        #endregion
    }

    public static void Sentinel(WebApplicationBuilder builder)
    {
        #region sentinel
        builder.Services.AddSecureSessions().AddRedisStore("sentinel-1,sentinel-2,sentinel-3,serviceName=sessions,password=...");
        #endregion
    }

    public static void OwnConnection(WebApplicationBuilder builder)
    {
        #region own-connection
        ConfigurationOptions redis = ConfigurationOptions.Parse("localhost:6379,abortConnect=false,asyncTimeout=2000").ForSecureSessions();
        builder.Services.AddSingleton<IConnectionMultiplexer>(ConnectionMultiplexer.Connect(redis));
        builder.Services.AddSecureSessions().AddRedisStore();
        #endregion
    }

    public static void Tls(WebApplicationBuilder builder)
    {
        #region tls
        var authority = new PrivateAuthority(X509CertificateLoader.LoadCertificateFromFile("redis-ca.crt"));
        builder.Services.AddSecureSessions().AddRedisStore(redis =>
        {
            redis.Configuration = "redis.internal:6380,ssl=true,password=...";
            redis.ConfigureConnection = connection => connection.CertificateValidation += authority.Trusts;
        });
        #endregion
    }
}
