using SecureSessions.TestKit;

namespace SecureSessions.Tests.Behaviour;

/// <summary>Another request of the same session that writes in between whenever one is about to.</summary>
internal static class OtherWriter
{
    public static void Interfere(SessionHost host, Browser other, string path, int times)
    {
        bool interfering = false;
        host.Store.Before = async operation =>
        {
            if (operation != StoreOperation.Replace || interfering || times-- <= 0)
                return;

            interfering = true;
            await other.GetAsync(path);
            interfering = false;
        };
    }
}
