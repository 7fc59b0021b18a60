using Xunit;

namespace SecureSessions.TestKit;

/// <summary>Builds sessions for a store: of a user with ordinary deadlines, unless a test says otherwise.</summary>
public sealed class NewSessions(ISecureSessionStore store, TimeSpan idleTimeout, TimeSpan absoluteTimeout)
{
    public const string User = "ada";

    public async Task<NewSession> BuildAsync(
        string? userId =
            User, SessionId? id = null, TimeSpan? idle = null, TimeSpan age = default, byte[]? payload = null, byte[]? label = null)
    {
        DateTimeOffset now = await store.GetTimeAsync(CancellationToken.None);
        return new NewSession
        {
            Id = id ?? RandomValues.Id(),
            Hash = RandomValues.Hash(),
            UserId = userId,
            CreatedAt = now - age,
            AbsoluteExpiresAt = now + absoluteTimeout,
            IdleTimeout = idle ?? idleTimeout,
            Label = label,
            Payload = payload ?? RandomValues.Payload(200),
        };
    }

    public async Task<NewSession> CreateAsync(string? userId = User, TimeSpan? idle = null, byte[]? payload = null, byte[]? label = null)
    {
        NewSession session = await BuildAsync(userId, idle: idle, payload: payload, label: label);
        Assert.Equal(CreateStatus.Created, await store.CreateAsync(session, CancellationToken.None));
        return session;
    }
}
