namespace SecureSessions.Redis;

// Redis keeps what it promised only if it never evicts.
internal sealed partial class RedisSessionStore
{
    private const string Policy = "maxmemory_policy:";
    private const string NoEviction = "noeviction";

    public async ValueTask<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken)
    {
        string memory = (string?)await client.ExecuteAnywhereAsync("INFO", "memory") ?? "";
        string policy = Read(memory, Policy);
        return policy == NoEviction
            ? new StoreHealth(IsSound: true, "Redis answers and evicts nothing.")
            : new StoreHealth(IsSound: false, $"Redis has maxmemory-policy {policy}: once its memory is full it throws sessions away, ended ones included. Set {NoEviction}.");
    }

    private static string Read(string info, string field)
    {
        string? line = info.Split('\n').FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
        return line is null ? "" : line[field.Length..].Trim();
    }
}
