namespace SecureSessions;

/// <summary>
/// The marks of a session that no write has answered: how many there are, and whether one of them demands that the user authenticates
/// again.
/// </summary>
/// <remarks>Both are in one number, since a store in memory holds one for each of a million sessions.</remarks>
internal readonly struct RefreshMarks(int count, bool reauthenticate)
{
    private const int Demand = int.MinValue;

    private readonly int _bits = count | (reauthenticate ? Demand : 0);

    public int Count => _bits & int.MaxValue;

    public bool Reauthenticate => _bits < 0;

    /// <summary>The marks with one more. A demand stays until a write answers the last mark.</summary>
    public RefreshMarks Raised(bool reauthenticate) => new(Count + 1, Reauthenticate || reauthenticate);
}
