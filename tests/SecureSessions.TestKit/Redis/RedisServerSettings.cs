namespace SecureSessions.TestKit;

/// <summary>What a server is started with.</summary>
public sealed record RedisServerSettings
{
    /// <summary>Whether every write is on the disk before it is acknowledged, so that a kill loses nothing.</summary>
    public bool Durable { get; init; }

    public string? Password { get; init; }

    /// <summary>Adds a port that speaks TLS 1.2 and 1.3 with this certificate; the plain one stays, for the tests' own questions.</summary>
    public RedisTls? Tls { get; init; }

    /// <summary>Makes it a sentinel instead of a store, with these lines in its configuration file: <c>sentinel monitor ...</c>.</summary>
    public IReadOnlyList<string>? Sentinel { get; init; }

    /// <summary>Further settings, as <c>redis-server</c> takes them: <c>["--maxmemory", "2mb"]</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    internal IEnumerable<string> ToArguments(string folder) =>
    [
        .. Durable ? ["--appendonly", "yes", "--appendfsync", "always"] : Array.Empty<string>(),
        .. Password is null ? Array.Empty<string>() : ["--requirepass", Password],
        .. Tls?.WriteTo(folder) ?? [],
        .. Arguments,
    ];
}
