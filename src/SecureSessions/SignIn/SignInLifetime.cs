using System.Globalization;
using Microsoft.AspNetCore.Authentication;

namespace SecureSessions;

/// <summary>
/// Decides the deadlines of a new session, and the limit of its user's sessions, by the options, the app's policy and the properties of the
/// sign-in. Deadlines that no session can have are refused, and never shortened silently.
/// </summary>
internal static class SignInLifetime
{
    /// <param name="lifetime">The context that the app's policy receives, with the deadlines of the options.</param>
    /// <param name="policy">The options.</param>
    /// <param name="now">The moment of the sign-in, by the clock that the app reads.</param>
    /// <exception cref="InvalidOperationException">No session can have the requested deadlines, or no user the limit.</exception>
    public static async ValueTask<SessionTerms> SelectAsync(
        SessionLifetimeContext lifetime, SessionPolicy policy, DateTimeOffset now)
    {
        if (policy.LifetimePolicy is { } decide)
        {
            TimeSpan given = lifetime.IdleTimeout;
            await decide(lifetime);
            EnsurePossible(lifetime, given);
        }

        AuthenticationProperties properties = lifetime.Properties;
        TimeSpan absolute = lifetime.AbsoluteTimeout;
        if (properties.ExpiresUtc is { } end)
            absolute = Min(absolute, UntilEnd(end, properties, absolute, now));
        else if (properties.AllowRefresh == false)
            absolute = Min(absolute, lifetime.IdleTimeout);

        // If activity is not to move the end, the idle deadline is the absolute one.
        TimeSpan idle = properties.AllowRefresh == false ? absolute : Min(lifetime.IdleTimeout, absolute);
        return new SessionTerms(idle, absolute, lifetime.MaxSessions);
    }

    /// <summary>Refuses to move the deadlines of an existing session without an authentication.</summary>
    /// <param name="before">The properties of the session's ticket.</param>
    /// <param name="given">The new properties.</param>
    /// <exception cref="InvalidOperationException">The new properties ask for another end.</exception>
    public static void EnsureUnchanged(AuthenticationProperties before, AuthenticationProperties given)
    {
        bool sameEnd = given.ExpiresUtc is null || given.ExpiresUtc == before.ExpiresUtc;
        if (!sameEnd || given.AllowRefresh != before.AllowRefresh)
        {
            throw new InvalidOperationException(
                "The properties of this session's own ticket came back with another ExpiresUtc or AllowRefresh. The deadlines of a "
                + "session move only when its user authenticates again: "
                + "leave both as they were, or sign in with new AuthenticationProperties after an authentication.");
        }
    }

    private static void EnsurePossible(SessionLifetimeContext lifetime, TimeSpan givenIdle)
    {
        TimeSpan idle = lifetime.IdleTimeout, absolute = lifetime.AbsoluteTimeout;
        if (idle <= TimeSpan.Zero || absolute <= TimeSpan.Zero || absolute > SecureSessionOptionsValidator.Longest)
        {
            throw new InvalidOperationException(
                $"SecureSessionOptions.LifetimePolicy asks for an idle timeout of {DurationText.Of(idle)} and an absolute timeout of "
                + $"{DurationText.Of(absolute)}. "
                + $"Set both above zero, and AbsoluteTimeout to {DurationText.Of(SecureSessionOptionsValidator.Longest)} at most.");
        }

        if (lifetime.MaxSessions < 1)
        {
            throw new InvalidOperationException(
                $"SecureSessionOptions.LifetimePolicy sets MaxSessions to {lifetime.MaxSessions}: the user could not sign in. Set it to at "
                + "least 1, or to int.MaxValue for any number.");
        }

        // The idle timeout of the options may exceed a shorter absolute timeout: the policy did not ask for it.
        if (idle > absolute && idle != givenIdle && idle != TimeSpan.MaxValue)
        {
            throw new InvalidOperationException(
                $"SecureSessionOptions.LifetimePolicy asks for an idle timeout of {DurationText.Of(idle)}, but the absolute timeout is "
                + $"{DurationText.Of(absolute)}: the session would not live that long. "
                + "Lengthen AbsoluteTimeout as well, or set IdleTimeout to TimeSpan.MaxValue for a session without an idle deadline.");
        }
    }

    private static TimeSpan UntilEnd(DateTimeOffset end, AuthenticationProperties properties, TimeSpan absolute, DateTimeOffset now)
    {
        TimeSpan left = end - now;
        if (left <= TimeSpan.Zero)
        {
            throw new InvalidOperationException(
                $"AuthenticationProperties.ExpiresUtc is {Text(end)}, which has passed: it is {Text(now)}. Set a time in the future, "
                + "or leave it out.");
        }

        // Properties with a time of issue come from an earlier sign-in or from a provider's token. Their end is not a request of the app,
        // and is cut to the absolute timeout.
        if (left > absolute && properties.IssuedUtc is null)
        {
            throw new InvalidOperationException(
                $"AuthenticationProperties.ExpiresUtc asks for {DurationText.Of(left)}, but the absolute timeout is "
                + $"{DurationText.Of(absolute)}. "
                + "Lengthen SessionLifetimeContext.AbsoluteTimeout for such a sign-in in SecureSessionOptions.LifetimePolicy, which "
                + "sees these properties, or leave ExpiresUtc out.");
        }

        return left;
    }

    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture);

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
