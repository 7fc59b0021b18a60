using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SecureSessions;

/// <summary>What one request tells of its client. Every signed-in request makes one, so a name is made only when it is asked for.</summary>
internal readonly struct ClientSighting(ClientDevice device, IPAddress? address, ClientPlace place = default)
{
    public IPAddress? Address => address;

    /// <summary>Whether the request tells neither a device nor an address, so that there is nothing to keep.</summary>
    public bool IsNothing => device.Label is null && address is null;

    public static ClientSighting Of(HttpContext context) =>
        new(ClientDevice.Of(context.Request.Headers), context.Features.Get<IHttpConnectionFeature>()?.RemoteIpAddress);

    /// <summary>Whether the request may come from that client.</summary>
    public bool IsOf(SessionClient client) =>
        device.IsSame(client.Device) && (address is null || client.Network is null || ClientNetwork.Contains(client.Network, address));

    /// <summary>Whether the request may come from the client that was used last.</summary>
    public bool IsPresentIn(IReadOnlyList<SessionClient> seen) => seen.Count > 0 && IsOf(seen[^1]);

    /// <summary>The same at a place.</summary>
    public ClientSighting At(ClientPlace found) => new(device, address, found);

    /// <summary>The client of the request, as it may be kept.</summary>
    public SessionClient ToClient() => new(device.Label, ClientNetwork.Of(address)) { Country = place.Country, City = place.City };

    /// <summary>
    /// Whether the device and the network differ from those of all clients that were seen. If none was known, there is no difference.
    /// </summary>
    public (bool Device, bool Network) CompareWith(IReadOnlyList<SessionClient> seen)
    {
        if (seen.Count == 0)
            return (false, false);

        // The loop begins at the end, with the client of the previous request: most requests come from the same client.
        bool knowsDevice = false, sameDevice = false, knowsNetwork = false, sameNetwork = address is null;
        for (int i = seen.Count - 1; i >= 0 && !(sameDevice && sameNetwork); i--)
        {
            SessionClient client = seen[i];
            knowsDevice |= client.Device is not null;
            sameDevice = sameDevice || device.IsSame(client.Device);
            if (client.Network is not { } network || sameNetwork)
                continue;

            knowsNetwork = true;
            sameNetwork = ClientNetwork.Contains(network, address!);
        }

        return (Device: knowsDevice && !sameDevice, Network: knowsNetwork && !sameNetwork);
    }

    /// <summary>
    /// Adds the client of the request, as the last one, to those that were seen. If there are too many, the oldest is dropped.
    /// </summary>
    public SessionClient[] AddTo(IReadOnlyList<SessionClient> seen)
    {
        SessionClient client = FindIn(seen) ?? ToClient(seen);
        return [.. seen.Where(one => one != client).TakeLast(SecureSessionDefaults.MaxSeenClients - 1), client];
    }

    private SessionClient? FindIn(IReadOnlyList<SessionClient> seen)
    {
        for (int i = seen.Count - 1; i >= 0; i--)
        {
            if (IsOf(seen[i]))
                return seen[i];
        }

        return null;
    }

    // A request that does not tell its device, or its network, is taken to have that of the previous request.
    private SessionClient ToClient(IReadOnlyList<SessionClient> seen)
    {
        SessionClient client = ToClient();
        if (seen is not [.., { } last])
            return client;

        client = client with { Device = client.Device ?? last.Device };
        return client.Network is null ? client with { Network = last.Network, Country = last.Country, City = last.City } : client;
    }
}
