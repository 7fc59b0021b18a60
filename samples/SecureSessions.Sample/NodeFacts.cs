using System.Net;
using Microsoft.AspNetCore.Hosting.Server.Features;
using StackExchange.Redis;
using IServer = Microsoft.AspNetCore.Hosting.Server.IServer;

namespace SecureSessions.Sample;

/// <summary>The text in the foot of each page: where the sessions are kept, and which of several nodes this is.</summary>
internal sealed class NodeFacts(IConfiguration configuration, IServer server)
{
    /// <summary>
    /// Where the sessions are kept. Of a configuration only the servers or the file are shown, because it may hold a password.
    /// </summary>
    public string Store { get; } = configuration switch
    {
        _ when configuration["Redis"] is { Length: > 0 } redis => $"Sessions on Redis at {ServersOf(redis)}",
        _ when configuration["Database"] is { Length: > 0 } database => DatabaseStore.Describe(database),
        _ => "Sessions in memory of this process",
    };

    /// <summary>The addresses on which this node listens; nothing if it does not listen.</summary>
    public string? Address =>
        server.Features.Get<IServerAddressesFeature>() is { Addresses.Count: > 0 } listening
            ? string.Join(", ", listening.Addresses)
            : null;

    private static string ServersOf(string redis) => redis.Contains("://", StringComparison.Ordinal)
        ? new Uri(redis) is var address && address.IsDefaultPort ? address.Host : $"{address.Host}:{address.Port}"
        : string.Join(", ", ConfigurationOptions.Parse(redis).EndPoints.Select(Name));

    private static string Name(EndPoint endPoint) => endPoint is DnsEndPoint name ? $"{name.Host}:{name.Port}" : $"{endPoint}";
}
