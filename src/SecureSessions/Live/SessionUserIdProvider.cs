using Microsoft.AspNetCore.SignalR;

namespace SecureSessions;

/// <summary>
/// Names the user of a hub connection as the session does. The framework's provider reads <c>NameIdentifier</c> only, and not <c>sub</c>.
/// </summary>
internal sealed class SessionUserIdProvider(SessionPolicy policy) : IUserIdProvider
{
    // An app's selector expects a signed-in user, and an anonymous connection has none.
    public string? GetUserId(HubConnectionContext connection) =>
        connection.User.Identities.Any(static identity => identity.IsAuthenticated) ? policy.UserIdSelector(connection.User) : null;
}
