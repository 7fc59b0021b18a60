namespace SecureSessions;

/// <summary>The session ended, or its secret was changed, while the request ran. The changes of the request were dropped.</summary>
/// <remarks>
/// Thrown by an explicit <c>CommitAsync</c>, and by a sign-in that <see cref="SecureSessionSignalOptions.ImpossibleTravel"/> refuses. If
/// the app does not handle it, the request is answered 401.
/// </remarks>
public sealed class SessionEndedException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    public SessionEndedException()
        : this("The session ended while the request ran, so the changes of the request were dropped. Let the user sign in again.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message.</param>
    public SessionEndedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public SessionEndedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
