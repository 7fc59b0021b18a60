using System.Net;
using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>What one request tells of its client. Made at every signed-in request, so it names only what is asked for.</summary>
internal readonly struct ClientSighting(ClientDevice device, IPAddress? address)
{
    public IPAddress? Address => address;

    /// <summary>Whether it tells nothing, so that there is nothing to keep.</summary>
    public bool IsNothing => device.Label is null && address is null;

    public static ClientSighting Of(HttpContext context) => new(ClientDevice.Of(context.Request.Headers), context.Connection.RemoteIpAddress);

    /// <summary>Whether it may be that client.</summary>
    public bool IsOf(SessionClient client) =>
        device.IsSame(client.Device) && (address is null || client.Network is null || ClientNetwork.Contains(client.Network, address));

    /// <summary>Whether it may be the one that was used last.</summary>
    public bool IsPresentIn(IReadOnlyList<SessionClient> seen) => seen.Count > 0 && IsOf(seen[^1]);

    /// <summary>What may be kept of it.</summary>
    public SessionClient ToClient() => new(device.Label, ClientNetwork.Of(address));

    /// <summary>In what it differs from all that were seen. Where none of them was known, nothing differs.</summary>
    public (bool Device, bool Network) CompareWith(IReadOnlyList<SessionClient> seen)
    {
        if (seen.Count == 0)
            return (false, false);

        // Most requests come from where the one before came from, which stands last.
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

    /// <summary>Adds it to those that were seen, as the present one; the oldest goes when there are too many.</summary>
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

    // A request that says nothing of its device comes from the one that was there before.
    private SessionClient ToClient(IReadOnlyList<SessionClient> seen) =>
        new(device.Label ?? (seen.Count > 0 ? seen[^1].Device : null), ClientNetwork.Of(address) ?? (seen.Count > 0 ? seen[^1].Network : null));
}
