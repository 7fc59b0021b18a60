using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests.Nodes;

/// <summary>
/// Two processes share sessions by the framework's cache on Redis. What happens at the same moment may be lost there; what comes after may
/// not.
/// </summary>
[Collection(OwnServers.Name)]
[Trait("Pace", "Alone")]
public sealed class RedisCacheOnTwoNodesTests : IAsyncLifetime
{
    private readonly TwoNodes _nodes = new(["--through-cache", "true"], AppNode.LiveApp);

    public Task InitializeAsync() => _nodes.InitializeAsync();

    public Task DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    [Trait("Requirement", "TM-1")]
    public async Task What_one_does_the_other_sees_next()
    {
        using Browser onA = _nodes.A.NewBrowser();
        using Browser onB = _nodes.B.NewBrowser(onA.Jar);
        using Browser thief = _nodes.A.NewBrowser(onA.Jar.Copy());

        await onA.GetAsync("/sign-in/ada");
        Assert.Equal("ada", (await onB.GetAsync("/")).Body);
        string? first = onA.Token;

        await onB.GetAsync("/regenerate");
        Assert.NotEqual(first, onA.Token);
        thief.Token = first;
        Assert.Equal(("ada", "nobody"), ((await onA.GetAsync("/")).Body, (await thief.GetAsync("/")).Body));

        thief.Token = onA.Token;
        await onB.GetAsync("/sign-out");
        Assert.Equal((null, "nobody"), (onA.Token, (await thief.GetAsync("/")).Body));
    }
}
