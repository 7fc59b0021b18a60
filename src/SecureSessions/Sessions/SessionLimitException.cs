using System.Globalization;

namespace SecureSessions;

/// <summary>
/// A sign-in was refused, because its user has as many sessions as <see cref="SecureSessionOptions.MaxSessionsPerUser"/>, or the
/// <see cref="SecureSessionOptions.LifetimePolicy"/> of the app, allows.
/// </summary>
/// <remarks>
/// Thrown by <c>SignInAsync</c>. With <see cref="SessionLimitBehavior.RefuseNew"/> the user has to end another session first; with
/// <see cref="SessionLimitBehavior.EndOldest"/> simultaneous newer sign-ins of the same user reached the limit and ended this one. If the
/// app does not handle the exception, the request is answered 409 without a cookie.
/// </remarks>
public sealed class SessionLimitException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    public SessionLimitException()
        : this("The user has as many sessions as are allowed. Let the user end another session, and sign in again.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="limit">How many sessions a user may have.</param>
    public SessionLimitException(int limit)
        : this(string.Create(
            CultureInfo.InvariantCulture,
            $"The user has as many sessions as LifetimePolicy or MaxSessionsPerUser allows, which is {limit}. Let the user end another "
            + $"session, and sign in again."))
    {
        Limit = limit;
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message.</param>
    public SessionLimitException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public SessionLimitException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>How many sessions a user may have; 0 if the limit was not given.</summary>
    public int Limit { get; }
}
