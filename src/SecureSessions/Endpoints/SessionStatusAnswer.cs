using System.Text.Json.Serialization;

namespace SecureSessions;

/// <summary>The status of a browser's session.</summary>
/// <param name="SignedIn">Whether somebody is signed in.</param>
/// <param name="UserId">The user; nothing in an anonymous session.</param>
/// <param name="IdleSeconds">Whole seconds until the session ends without activity; nothing if no session is stored.</param>
/// <param name="AbsoluteSeconds">Whole seconds until the session ends whatever its activity.</param>
/// <param name="EndReason">Why the session of the cookie has ended, if that is known.</param>
internal sealed record SessionStatusAnswer(
    bool SignedIn,
    string? UserId,
    long? IdleSeconds,
    long? AbsoluteSeconds,
    [property: JsonConverter(typeof(JsonStringEnumConverter<SessionEndReason>))] SessionEndReason? EndReason)
{
    /// <summary>The status of a session and the user who is signed in to it, by the store's clock.</summary>
    public static SessionStatusAnswer Of(ISecureSession session, string? userId) => new(
        userId is not null,
        userId,
        WholeSeconds(session.ExpiresIn),
        WholeSeconds(session.ExpiresIn + (session.AbsoluteExpiresAt - session.ExpiresAt)),
        session.EndReason);

    // The number is rounded down, so that a page that counts down from it is never too late.
    private static long? WholeSeconds(TimeSpan? left) => left is { } time ? time.Ticks / TimeSpan.TicksPerSecond : null;
}
