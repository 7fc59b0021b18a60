using System.Net;

namespace SecureSessions;

/// <summary>Tells where an address is, from a database or a service of the app's choice. Registered by <c>AddGeoLocator</c>, a singleton.</summary>
public interface IGeoLocator
{
    /// <summary>Locates an address.</summary>
    /// <param name="address">A client's address, or the first one of a network (<c>/24</c>, <c>/48</c>) that a user came from before.</param>
    /// <param name="cancellationToken">Fires when the locator has taken longer than the store's timeout.</param>
    /// <returns>The place, or <see langword="null"/> if it is not known: private addresses, for one.</returns>
    /// <remarks>
    /// Asked at each sign-in of a user who signed in before from another network, and when a session changes its network. The request waits for
    /// it. An exception is logged and changes nothing.
    /// </remarks>
    ValueTask<GeoPoint?> LocateAsync(IPAddress address, CancellationToken cancellationToken);
}
