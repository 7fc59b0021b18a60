using Xunit;

namespace SecureSessions.Testing;

public abstract partial class SessionStoreContract
{
    [Fact]
    public async Task A_store_that_works_says_that_it_is_sound()
    {
        StoreHealth health = await Store.CheckHealthAsync(CancellationToken.None);

        Assert.True(health.IsSound, health.Description);
        Assert.NotEmpty(health.Description);
    }
}
