namespace SecureSessions.Tests.Properties;

/// <summary>A sequence of steps, printed one a line.</summary>
internal sealed record History(IReadOnlyList<Step> Steps)
{
    /// <summary>The same with some steps left out: half of them, then fewer, then one at a time.</summary>
    public IEnumerable<History> Shrink()
    {
        for (int size = Math.Max(1, Steps.Count / 2); size >= 1; size /= 2)
        {
            for (int start = 0; start < Steps.Count; start += size)
                yield return new History([.. Steps.Take(start), .. Steps.Skip(start + size)]);
        }
    }

    public override string ToString() => string.Concat(Steps.Select(static (step, i) => $"\n  {i + 1}. {step}"));
}
