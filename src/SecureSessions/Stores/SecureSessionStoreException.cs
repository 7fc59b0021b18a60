namespace SecureSessions;

/// <summary>The store could not be reached, did not answer in time or failed. The outcome of the call is unknown.</summary>
public sealed class SecureSessionStoreException : Exception
{
    /// <summary>Creates the exception.</summary>
    public SecureSessionStoreException()
        : this("The session store failed.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed. Must hold no secret and no connection string.</param>
    public SecureSessionStoreException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed. Must hold no secret and no connection string.</param>
    /// <param name="innerException">Why.</param>
    public SecureSessionStoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
