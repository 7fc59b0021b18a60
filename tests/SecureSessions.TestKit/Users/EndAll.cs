using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.TestKit;

/// <summary>Ends all sessions of a user, as whoever may do so goes about it: what the list names is ended, then taken off the list.</summary>
public static class EndAll
{
    public static async Task RunAsync(IServiceProvider services, string userId)
    {
        SessionLifecycle lifecycle = services.GetRequiredService<SessionLifecycle>();
        foreach (IndexedSession listed in await services.GetRequiredService<StoreGateway>().ListAsync(userId))
            await lifecycle.EndListedAsync(userId, listed.Id, SessionEndReason.Revoked);
    }
}
