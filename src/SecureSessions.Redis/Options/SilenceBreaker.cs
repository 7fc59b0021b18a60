#pragma warning disable SER007 // The library may still change the shape of its circuit breakers; what they do here is held by tests.
using StackExchange.Redis;
using StackExchange.Redis.Availability;

namespace SecureSessions.Redis;

/// <summary>
/// Closes a connection on which a call timed out and nothing was answered for as long: its other end vanished, or hangs. The library by itself
/// waits four times as long, and meanwhile every call would wait for its whole timeout.
/// </summary>
/// <remarks>The library's own breaker would count answers such as <c>OOM</c> as failures.</remarks>
internal sealed class SilenceBreaker(TimeSpan limit) : CircuitBreaker
{
    public override Accumulator CreateAccumulator() => new Silence(limit);

    // The system's clock, as the library's own timeouts.
    private sealed class Silence(TimeSpan limit) : Accumulator
    {
        private long _answeredAt = TimeProvider.System.GetTimestamp();

        public override bool IsHealthy() => TimeProvider.System.GetElapsedTime(Volatile.Read(ref _answeredAt)) < limit;

        public override void Reset() => Volatile.Write(ref _answeredAt, TimeProvider.System.GetTimestamp());

        public override void ObserveResult(in FaultContext fault)
        {
            if (!fault.IsFault)
                Reset();
        }

        // Whatever else a server answers, it is there.
        protected override bool IsFailure(in FaultContext fault) => fault.Fault is TimeoutException;
    }
}
