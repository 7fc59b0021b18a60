using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;

namespace SecureSessions.Tokens.Tests.Traces;

/// <summary>Sessions in memory, by a clock that is moved.</summary>
internal sealed class MemoryWorld : TokenWorld
{
    private readonly ManualTimeProvider _clock;

    public MemoryWorld(Action<SessionTokenOptions>? configure = null)
        : this(new ManualTimeProvider(), configure)
    {
    }

    private MemoryWorld(ManualTimeProvider clock, Action<SessionTokenOptions>? configure)
        : base(sessions => AddServices(sessions.Services, clock), configure) => _clock = clock;

    public EventRecorder Events => Services.GetRequiredService<EventRecorder>();

    /// <summary>Runs a trace for each, on as many worlds as the machine has processors, and returns the traces that fail.</summary>
    public static IReadOnlyList<T> Failing<T>(
        IReadOnlyCollection<T> traces, Func<TokenWorld, T, Task<bool>> holds, Action<SessionTokenOptions>? configure = null)
    {
        var failing = new System.Collections.Concurrent.ConcurrentBag<T>();
        Parallel.ForEach(
            traces.Chunk(Math.Max(1, traces.Count / Environment.ProcessorCount)),
            chunk =>
            {
                using var world = new MemoryWorld(configure);
                foreach (T trace in chunk)
                {
                    if (!holds(world, trace).GetAwaiter().GetResult())
                        failing.Add(trace);
                }
            });
        return [.. failing];
    }

    public override ValueTask PassGraceAsync()
    {
        _clock.Leap(Policy.RefreshGrace + TimeSpan.FromMilliseconds(1));
        return ValueTask.CompletedTask;
    }

    public void Pass(TimeSpan time) => _clock.Leap(time);

    private static void AddServices(IServiceCollection services, ManualTimeProvider clock)
    {
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<EventRecorder>();
        services.AddSingleton<ISecureSessionEventHandler>(static provider => provider.GetRequiredService<EventRecorder>());
    }
}
