using System.Net;

namespace SecureSessions;

/// <summary>
/// Locates addresses by a database or a service of the app's choice. Registered by <c>AddGeoLocator</c>, as a singleton.
/// </summary>
public interface IGeoLocator
{
    /// <summary>Locates an address.</summary>
    /// <param name="address">
    /// A client's address, or the first one of a network (<c>/24</c>, <c>/48</c>) that a user came from before.
    /// </param>
    /// <param name="cancellationToken">Cancelled when the locator takes longer than
    /// <see cref="SecureSessionOptions.StoreTimeout"/>.</param>
    /// <returns>The place, or <see langword="null"/> if it is not known, as for private addresses.</returns>
    /// <remarks>
    /// <para>
    /// The locator is called at each sign-in of a user who signed in before from another network, and when a session changes its network.
    /// The request waits for the result. An exception is logged, and then the travel counts as possible.
    /// </para>
    /// <para>
    /// With <see cref="SecureSessionOptions.KeepPlace"/> it is also called at every sign-in, and when a session is used from another
    /// device. It may be asked for one address twice within a request: a locator that asks a service remembers its answers for a while.
    /// </para>
    /// </remarks>
    ValueTask<GeoPoint?> LocateAsync(IPAddress address, CancellationToken cancellationToken);
}
