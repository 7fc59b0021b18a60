using Xunit;

namespace SecureSessions.Testing;

/// <summary>Builds sessions for a test of a store: of one user and with fixed deadlines, unless the test says otherwise.</summary>
/// <param name="store">The store, whose time the deadlines count from.</param>
/// <param name="idleTimeout">How long a session lives without activity.</param>
/// <param name="absoluteTimeout">How long a session lives at most.</param>
public sealed class NewSessions(ISecureSessionStore store, TimeSpan idleTimeout, TimeSpan absoluteTimeout)
{
    /// <summary>Whose sessions are built, unless the test says otherwise.</summary>
    public const string User = "ada";

    /// <summary>Builds a session and does not create it.</summary>
    /// <param name="userId">The user; <see langword="null"/> for an anonymous session.</param>
    /// <param name="id">The id; <see langword="null"/> for a random one.</param>
    /// <param name="idle">How long the session lives without activity; <see langword="null"/> for the usual time.</param>
    /// <param name="age">How long before the store's time the session was created; negative for later.</param>
    /// <param name="payload">The payload; <see langword="null"/> for a random one.</param>
    /// <param name="label">The label; <see langword="null"/> for none.</param>
    /// <returns>The session, with a random hash.</returns>
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

    /// <summary>Builds a session and creates it in the store.</summary>
    /// <param name="userId">The user; <see langword="null"/> for an anonymous session.</param>
    /// <param name="idle">How long the session lives without activity; <see langword="null"/> for the usual time.</param>
    /// <param name="payload">The payload; <see langword="null"/> for a random one.</param>
    /// <param name="label">The label; <see langword="null"/> for none.</param>
    /// <returns>The session.</returns>
    public async Task<NewSession> CreateAsync(string? userId = User, TimeSpan? idle = null, byte[]? payload = null, byte[]? label = null)
    {
        NewSession session = await BuildAsync(userId, idle: idle, payload: payload, label: label);
        Assert.Equal(CreateStatus.Created, await store.CreateAsync(session, CancellationToken.None));
        return session;
    }
}
