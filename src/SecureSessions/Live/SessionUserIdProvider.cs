using Microsoft.AspNetCore.SignalR;

namespace SecureSessions;

/// <summary>Names the user of a hub's connection as the session does: the framework's own knows <c>NameIdentifier</c> only, and not <c>sub</c>.</summary>
internal sealed class SessionUserIdProvider(SessionPolicy policy) : IUserIdProvider
{
    // A selector of the app's is written for users, and there may be none.
    public string? GetUserId(HubConnectionContext connection) =>
        connection.User.Identities.Any(static identity => identity.IsAuthenticated) ? policy.UserIdSelector(connection.User) : null;
}
