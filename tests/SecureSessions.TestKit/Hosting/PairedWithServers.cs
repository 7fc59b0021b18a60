using Xunit;

namespace SecureSessions.TestKit;

/// <summary>Runs a theory for each of these on the test server, and for the common ones on every other server.</summary>
/// <remarks>Whatever depends on the server shows with one of them, and whatever depends on what is tried shows on one server.</remarks>
public abstract class PairedWithServers<T> : TheoryData<T, ServerKind>
{
    protected PairedWithServers(IEnumerable<T> all, params T[] common)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentNullException.ThrowIfNull(common);
        foreach (T one in all)
            Add(one, ServerKind.TestServer);

        foreach (ServerKind server in Enum.GetValues<ServerKind>().Where(static server => server != ServerKind.TestServer))
        {
            foreach (T one in common)
                Add(one, server);
        }
    }
}
