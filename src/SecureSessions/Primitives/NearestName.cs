namespace SecureSessions;

/// <summary>The name that was meant where one is misspelt.</summary>
internal static class NearestName
{
    /// <summary>
    /// The name that takes the fewest changes, letters of either case being the same; nothing if even that takes more than a third of it.
    /// </summary>
    public static string? Of(string written, IEnumerable<string> names)
    {
        (string? nearest, int fewest) = (null, int.MaxValue);
        foreach (string name in names)
        {
            int changes = Count(written.ToUpperInvariant(), name.ToUpperInvariant());
            if (changes < fewest)
                (nearest, fewest) = (name, changes);
        }

        return fewest <= Math.Max(2, written.Length / 3) ? nearest : null;
    }

    // Levenshtein's distance, a row at a time.
    private static int Count(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 0; i < from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < to.Length; j++)
            {
                int change = diagonal + (from[i] == to[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(change, 1 + Math.Min(diagonal, row[j]));
            }
        }

        return row[to.Length];
    }
}
