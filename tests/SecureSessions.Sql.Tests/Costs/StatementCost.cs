namespace SecureSessions.Sql.Tests;

/// <summary>
/// What requests cost the database, in round trips. This is the one place that has the numbers; the operators' page repeats them.
/// </summary>
internal static class StatementCost
{
    /// <summary>No cookie, a malformed one, or an endpoint without session.</summary>
    public const int Nothing = 0;

    /// <summary>Read.</summary>
    public const int Read = 1;

    /// <summary>Read, and move the idle deadline: at most once in each <c>TouchInterval</c>.</summary>
    public const int ReadThatIsActivity = 2;

    /// <summary>Read; write on top of what was read.</summary>
    public const int Write = 2;

    /// <summary>Read, and move the idle deadline; read once more and write.</summary>
    public const int WriteThatIsActivity = 4;

    /// <summary>Time; read and insert.</summary>
    public const int FirstWrite = 3;

    /// <summary>Time; list it; read and insert; remember the device.</summary>
    public const int FirstSignIn = 5;

    /// <summary>Read; read and end; put it into the history and take it off the list.</summary>
    public const int SignOut = 4;

    /// <summary>What every node asks for every five seconds, while nothing is due: one lease.</summary>
    public const int WatchRound = 1;

    /// <summary>What every node asks for about once a minute, while nothing is over.</summary>
    public const int CleanUpRound = 6;
}
