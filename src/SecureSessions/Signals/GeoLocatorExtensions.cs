using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureSessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a locator of addresses.</summary>
public static class GeoLocatorExtensions
{
    /// <summary>
    /// Registers the app's locator, which is needed to detect impossible travel (<see cref="SessionEventType.ImpossibleTravel"/>).
    /// </summary>
    /// <typeparam name="TLocator">The locator. It is registered as a singleton, unless the app has registered it already.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static SecureSessionsBuilder AddGeoLocator<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TLocator>(
        this SecureSessionsBuilder builder)
        where TLocator : class, IGeoLocator
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.RemoveAll<IGeoLocator>();
        builder.Services.TryAddSingleton<TLocator>();
        builder.Services.AddSingleton<IGeoLocator>(static services => services.GetRequiredService<TLocator>());
        return builder;
    }
}
