using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Sessions;

/// <summary>A writer of the same session in another process, which waits for no turn in this one and writes in between whenever one is about to.</summary>
internal static class OtherWriter
{
    /// <summary>Writers of one process take turns; this one's know nothing of the others.</summary>
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
