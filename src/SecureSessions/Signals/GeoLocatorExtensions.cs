using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureSessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Tells where addresses are.</summary>
public static class GeoLocatorExtensions
{
    /// <summary>
    /// Has the app's locator asked where users are, so that impossible travel is noticed (<see cref="SessionEventType.ImpossibleTravel"/>).
    /// </summary>
    /// <typeparam name="TLocator">The locator. It is a singleton, and made by the container unless it is registered already.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static SecureSessionsBuilder AddGeoLocator<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TLocator>(
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
