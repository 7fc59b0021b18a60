using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using SecureSessions;
using SecureSessions.Testing;

namespace Microsoft.AspNetCore.Hosting;

/// <summary>Prepares an app with sessions for tests.</summary>
public static class TestSessionsWebHostBuilderExtensions
{
    /// <summary>
    /// Prepares an app for tests: its clock can be moved, its sessions are kept in memory, and tests can sign users in. For
    /// <c>ConfigureWebHost</c> of a factory of your own; elsewhere call <c>WithTestSessions()</c> of the factory.
    /// </summary>
    /// <param name="builder">The web host of the factory.</param>
    /// <param name="configure">Changes what is replaced.</param>
    /// <returns>The web host.</returns>
    /// <exception cref="InvalidOperationException">At the start of the app: it does not call <c>AddSecureSessions()</c>.</exception>
    public static IWebHostBuilder UseTestSessions(this IWebHostBuilder builder, Action<TestSessionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.ConfigureTestServices(services =>
        {
            var options = new TestSessionOptions();
            configure?.Invoke(options);
            Replace(services, options);
        });
    }

    private static void Replace(IServiceCollection services, TestSessionOptions options)
    {
        if (services.All(static service => service.ServiceType != typeof(ISecureSessionManager)))
        {
            throw new InvalidOperationException(
                "Test sessions need an app with sessions. Call builder.Services.AddSecureSessions() in the app, or do not call "
                + "WithTestSessions() or UseTestSessions() in its tests.");
        }

        FakeTimeProvider clock = options.Clock ?? FindClock(services) ?? new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        services.RemoveAll<TimeProvider>();
        services.AddSingleton<TimeProvider>(new TestClock(clock));
        if (!options.KeepStore)
            KeepInMemory(services);

        services.TryAddSingleton<TestRuns>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, TestRunFilter>());
    }

    private static FakeTimeProvider? FindClock(IServiceCollection services) =>
        services.LastOrDefault(static service => service.ServiceType == typeof(TimeProvider))?.ImplementationInstance switch
        {
            FakeTimeProvider clock => clock,
            TestClock prepared => prepared.Clock,
            _ => null,
        };

    private static void KeepInMemory(IServiceCollection services)
    {
        services.RemoveAll<ISecureSessionAnnouncements>();

        // In memory nothing is announced, and nothing is far.
        services.PostConfigure<SecureSessionOptions>(static options => options.NearCacheFor = null);
        services.RemoveAll<ISecureSessionStore>();
        services.AddSingleton(
            static services => services.GetRequiredKeyedService<ISecureSessionStore>(SecureSessionDefaults.MemoryStoreKey));
        services.RemoveAll<ISigningKeyStore>();
        services.RemoveAll<ISecureSessionIndex>();
        services.AddSingleton(
            static services => services.GetRequiredKeyedService<ISecureSessionIndex>(SecureSessionDefaults.MemoryStoreKey));
        services.RemoveAll<ISecureSessionCounters>();
        services.AddSingleton(
            static services => services.GetRequiredKeyedService<ISecureSessionCounters>(SecureSessionDefaults.MemoryStoreKey));
    }
}
