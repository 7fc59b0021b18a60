using System.Net;
using System.Net.Sockets;

namespace SecureSessions.TestKit;

/// <summary>Free ports for servers that have to be told theirs.</summary>
/// <remarks>
/// They and the cluster bus (10,000 above) lie below the range that the system gives to outgoing connections: no client can
/// take the port of a server that was killed and is about to come back.
/// </remarks>
internal static class LoopbackPorts
{
    private const int First = 12_000;
    private const int Count = 8_000;
    private const int ToBus = 10_000;
    private const int StartAttempts = 10;

    // Test runs side by side begin at different places. The generator gives none twice before all were given.
    private static int _next = Random.Shared.Next(Count);

    public static int Next()
    {
        for (int tries = 0; tries < Count; tries++)
        {
            int port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            if (IsFree(port) && IsFree(port + ToBus))
                return port;
        }

        throw new InvalidOperationException($"No port between {First} and {First + Count} is free.");
    }

    /// <summary>
    /// Starts what listens at ports that it chooses. Somebody else may take a port between its choice and its use: it then starts again.
    /// </summary>
    public static async Task<T> ListenAsync<T>(Func<Task<T>> start)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await start();
            }
            catch (Exception exception) when (
                attempt < StartAttempts && exception.ToString().Contains("address already in use", StringComparison.OrdinalIgnoreCase))
            {
                // The next attempt chooses others.
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
