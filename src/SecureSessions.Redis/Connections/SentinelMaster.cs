using System.Net;
using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>Finds the server that the sentinels call the master, and connects to it.</summary>
/// <remarks>
/// The library's own connection for a service name sends calls to a former master that comes back and calls itself master, until the
/// sentinels tell that master otherwise: sessions that ended meanwhile would live again. SentinelFaultTests fail without this class.
/// </remarks>
internal sealed class SentinelMaster : IDisposable
{
    private readonly ConfigurationOptions _configuration;
    private readonly ConfigurationOptions _sentinelConfiguration;
    private ConnectionMultiplexer? _sentinels;
    private EndPoint? _master;

    public SentinelMaster(ConfigurationOptions configuration)
    {
        _configuration = configuration;
        _sentinelConfiguration = configuration.Clone();
        _sentinelConfiguration.User = configuration.SentinelUser;
        _sentinelConfiguration.Password = configuration.SentinelPassword;
    }

    /// <summary>Connects to the master if it is another one than the last time. Returns nothing otherwise.</summary>
    /// <exception cref="RedisException">No sentinel answers, or none knows of the service.</exception>
    public async Task<ConnectionMultiplexer?> ConnectToAnotherAsync()
    {
        EndPoint master = await FindAsync();
        if (master.Equals(_master))
            return null;

        ConfigurationOptions configuration = _configuration.Clone();
        configuration.ServiceName = null;
        configuration.EndPoints.Clear();
        configuration.EndPoints.Add(master);
        ConnectionMultiplexer opened = await ConnectionMultiplexer.ConnectAsync(configuration);
        _master = master;
        return opened;
    }

    public void Dispose() => _sentinels?.Dispose();

    // A sentinel that was away itself may name the former master for a moment, so the majority decides.
    private async Task<EndPoint> FindAsync()
    {
        _sentinels ??= await ConnectionMultiplexer.SentinelConnectAsync(_sentinelConfiguration);
        EndPoint?[] named = await Task.WhenAll(_sentinels.GetServers().Where(static sentinel => sentinel.IsConnected).Select(AskAsync));
        return named.OfType<EndPoint>().GroupBy(static name => name).MaxBy(votes => (votes.Count(), votes.Key.Equals(_master)))?.Key
            ?? throw new RedisException("No sentinel names a master.");
    }

    private async Task<EndPoint?> AskAsync(IServer sentinel)
    {
        try
        {
            return await sentinel.SentinelGetMasterAddressByNameAsync(_configuration.ServiceName!);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return null;
        }
    }
}
