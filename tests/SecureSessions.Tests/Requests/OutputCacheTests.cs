using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>The output cache with a policy that caches every answer.</summary>
public sealed class OutputCacheTests : CachedPageTests
{
    [Theory]
    [ClassData(typeof(CachePlacements))]
    [Trait("Requirement", "CA-1")]
    public async Task A_page_that_depends_on_a_session_is_not_cached(CachePlacement placement, string answer, ServerKind server)
    {
        await using SessionHost host = await StartAsync(placement, server);
        using Browser alice = host.NewBrowser();
        using Browser bob = host.NewBrowser();
        await alice.GetAsync("/set/key/1");

        string runs = "";
        foreach (string query in (string[])["?read", "?begin"])
        {
            runs += (await bob.GetAsync($"/cached/{answer}?read")).Header("X-Run");
            runs += (await alice.GetAsync($"/cached/{answer}{query}")).Header("X-Run");
            runs += (await bob.GetAsync($"/cached/{answer}?read")).Header("X-Run");
        }

        Assert.Equal("123456", runs);
    }

    protected override void AddCache(IServiceCollection services) => services.AddOutputCache(static options =>
        options.AddBasePolicy(static policy => policy.AddPolicy<CacheEverything>(), excludeDefaultPolicy: true));

    protected override void UseCache(WebApplication app) => app.UseOutputCache();

    /// <summary>Caches every answer to a page under /cached, also one that sets cookies.</summary>
    private sealed class CacheEverything : IOutputCachePolicy
    {
        public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
        {
            bool cached = context.HttpContext.Request.Path.StartsWithSegments("/cached", StringComparison.Ordinal);
            context.EnableOutputCaching = cached;
            context.AllowCacheLookup = cached;
            context.AllowCacheStorage = cached;
            context.CacheVaryByRules.QueryKeys = "*";
            return ValueTask.CompletedTask;
        }

        public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

        public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}
