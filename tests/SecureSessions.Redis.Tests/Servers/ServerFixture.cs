using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>
/// One server, or what stands for one, for all tests that share it: each under keys of its own, none of them stops or reconfigures it.
/// </summary>
public abstract class ServerFixture<T>(Func<Task<T>> start) : IAsyncLifetime
    where T : class, IAsyncDisposable
{
    private T? _server;

    protected T Shared => _server!;

    public async Task InitializeAsync() => _server = await start();

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
