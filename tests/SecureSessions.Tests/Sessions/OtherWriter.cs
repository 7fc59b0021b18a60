using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Sessions;

/// <summary>
/// A writer of the same session in another process. It takes no turns with the writers of this process, and writes whenever one of them is
/// about to.
/// </summary>
internal static class OtherWriter
{
    /// <summary>Writers of one process take turns, and do not know the writers of other processes.</summary>
    public static SessionLifecycle InAnotherProcess(IServiceProvider services) =>
        ActivatorUtilities.CreateInstance<SessionLifecycle>(services, ActivatorUtilities.CreateInstance<SessionVault>(services));

    public static void Interfere(SessionHost host, Browser browser, int times, params (string Key, byte[] Value)[] values)
    {
        Assert.True(SessionToken.TryParse(browser.Token, out SessionToken token));
        SessionLifecycle other = InAnotherProcess(host.Services);
        bool interfering = false;
        host.Store.Before = async operation =>
        {
            if (operation != StoreOperation.Replace || interfering || times-- <= 0)
                return;

            interfering = true;
            var changes = new SessionChanges();
            foreach ((string key, byte[] value) in values)
                changes.Set(key, value);
            await other.SaveAsync((await other.LoadAsync(token, passive: true)).Session!, changes);
            interfering = false;
        };
    }
}
