namespace SecureSessions.Tests.Properties;

/// <summary>One thing that happens to the counters of sign-ins.</summary>
/// <param name="Kind">0 and 1: an attempt; 2: a success; 3: time passes.</param>
/// <param name="Account">On which account.</param>
/// <param name="Source">From which source.</param>
/// <param name="Pause">How long, as a choice of <see cref="Pauses"/>.</param>
internal sealed record AttemptStep(int Kind, int Account, int Source, int Pause)
{
    public static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromMilliseconds(700), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(31), TimeSpan.FromMinutes(7),
        TimeSpan.FromMinutes(16), TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61), TimeSpan.FromHours(25), TimeSpan.FromDays(4),
        TimeSpan.FromDays(91),
    ];

    public override string ToString() => Kind switch
    {
        < 2 => $"attempt on {Account} from {Source}",
        2 => $"success on {Account} from {Source}",
        _ => $"wait {Pauses[Pause]}",
    };
}
