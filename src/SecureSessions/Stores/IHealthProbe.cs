namespace SecureSessions;

/// <summary>A part of the library whose state belongs to the health of the sessions, beside that of the store.</summary>
internal interface IHealthProbe
{
    /// <summary>Looks for what keeps this node from its work.</summary>
    /// <returns>
    /// What is wrong and how to mend it, without secrets and addresses; <see langword="null"/> if nothing is. A store that does not answer
    /// is none of it.
    /// </returns>
    ValueTask<string?> FindFaultAsync();
}
