namespace SecureSessions.Tokens.Tests.Traces;

/// <summary>
/// A thief has copied the owner's refresh token. He acts twice: after the owner's first cycle, and after the second one. Then the owner
/// goes through a third.
/// </summary>
/// <remarks>
/// The owner's steps are R, L, A and G as of <see cref="HonestTrace"/>. The thief refreshes with the stolen token (S), with the newest
/// that he got (T), calls an API (U), or lets a grace pass (G). A grace lies between him and each refresh of the owner.
/// </remarks>
internal sealed record ThiefTrace(string First, string Plan, string Second, string Later, string Third)
{
    public const string Steps = "STUG";

    // With an API call at once, with one a grace later, with an answer that is lost once, and without any call.
    private static readonly string[] Cycles = ["RAG", "RGA", "LRAG", "LGRAG", "RG"];

    /// <summary>All plans of two steps, in all cycles of the owner.</summary>
    public static IEnumerable<ThiefTrace> All =>
        from first in Cycles
        from plan in Sequences.UpToLength(2, Steps)
        from second in Cycles
        from later in Sequences.UpToLength(2, Steps)
        from third in (string[])["RA", "LRA", "LGRA"]
        select new ThiefTrace(first, plan, second, later, third);

    /// <summary>All plans of three steps, with an owner who loses nothing.</summary>
    public static IEnumerable<ThiefTrace> Longer =>
        from plan in Sequences.UpToLength(3, Steps)
        from later in Sequences.UpToLength(3, Steps)
        select new ThiefTrace("RAG", plan, "RAG", later, "RA");

    /// <summary>The trace without what does nothing: before his first refresh the thief has nothing to refresh or to call with.</summary>
    public ThiefTrace ToEffective() =>
        this with { Plan = EffectiveOf(Plan), Later = Plan.Contains('S', StringComparison.Ordinal) ? Later : EffectiveOf(Later) };

    /// <summary>The trace on a machine that is so slow that a grace passes between any two steps.</summary>
    public ThiefTrace ToSlow() => new(SlowOf(First), SlowOf(Plan), SlowOf(Second), SlowOf(Later), SlowOf(Third));

    /// <summary>Whether the thief calls an API at all.</summary>
    public bool CallsApi() => (ToEffective().Plan + ToEffective().Later).Contains('U', StringComparison.Ordinal);

    /// <summary>Whether the owner learns of it, if an API has answered the thief.</summary>
    public static async Task<bool> HoldsAsync(TokenWorld world, ThiefTrace trace)
    {
        ThiefRun run = await trace.RunAsync(world);
        return run.Calls == 0 || run.HasEnded;
    }

    public async Task<ThiefRun> RunAsync(TokenWorld world)
    {
        var run = new ThiefRun(world, await world.SignInAsync());
        await run.OwnerAsync(First);
        run.Steal();
        await run.ThiefAsync(Plan);
        await run.OwnerAsync(Second);
        await run.ThiefAsync(Later);
        await run.OwnerAsync(Third);
        return run;
    }

    private static string SlowOf(string steps) => string.Join('G', steps.AsEnumerable());

    private static string EffectiveOf(string plan)
    {
        int first = plan.IndexOf('S', StringComparison.Ordinal);
        int idle = first < 0 ? plan.Length : first;
        return new string('G', plan[..idle].Count(static step => step == 'G')) + plan[idle..];
    }
}
