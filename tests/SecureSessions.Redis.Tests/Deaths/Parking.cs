namespace SecureSessions.Redis.Tests.Deaths;

/// <summary>How many commands the request at hand may still send, with all that it has begun.</summary>
internal static class Parking
{
    private static readonly AsyncLocal<StrongBox?> Allowance = new();
    private static int _parked;

    /// <summary>How many requests stand still.</summary>
    public static int Parked => Volatile.Read(ref _parked);

    public static void AllowThisRequest(int commands) => Allowance.Value = new StrongBox { Left = commands };

    /// <summary>Whether this command is not to be sent, nor anything after it.</summary>
    public static bool MustPark()
    {
        if (Allowance.Value is not { } allowance)
            return false;

        int left = Interlocked.Decrement(ref allowance.Left);
        if (left == -1)
            Interlocked.Increment(ref _parked);
        return left < 0;
    }

    private sealed class StrongBox
    {
        public int Left;
    }
}
