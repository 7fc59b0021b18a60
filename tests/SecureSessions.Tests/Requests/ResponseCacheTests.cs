using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Tests.Requests;

/// <summary>The response cache, which follows the Cache-Control headers of the app.</summary>
public sealed class ResponseCacheTests : CachedPageTests
{
    protected override void AddCache(IServiceCollection services) => services.AddResponseCaching();

    protected override void UseCache(WebApplication app) => app.UseResponseCaching();
}
