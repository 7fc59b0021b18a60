#pragma warning disable SER007 // StackExchange.Redis may still change the API of its circuit breakers. Tests show what this one does.
using StackExchange.Redis;
using StackExchange.Redis.Availability;

namespace SecureSessions.Redis;

/// <summary>
/// A circuit breaker that closes a connection if a call timed out and no call was answered for as long: the other end vanished, or hangs.
/// By itself StackExchange.Redis waits four times as long, and meanwhile every call would wait for its whole timeout.
/// </summary>
/// <remarks>The circuit breaker of StackExchange.Redis itself would count answers such as <c>OOM</c> as failures.</remarks>
internal sealed class SilentConnectionBreaker(TimeSpan limit) : CircuitBreaker
{
    public override Accumulator CreateAccumulator() => new AnswerTimes(limit);

    // It uses the system's clock, as the timeouts of StackExchange.Redis do.
    private sealed class AnswerTimes(TimeSpan limit) : Accumulator
    {
        private long _answeredAt = TimeProvider.System.GetTimestamp();

        public override bool IsHealthy() => TimeProvider.System.GetElapsedTime(Volatile.Read(ref _answeredAt)) < limit;

        public override void Reset() => Volatile.Write(ref _answeredAt, TimeProvider.System.GetTimestamp());

        public override void ObserveResult(in FaultContext fault)
        {
            if (!fault.IsFault)
                Reset();
        }

        // A server that answers with any other error is there.
        protected override bool IsFailure(in FaultContext fault) => fault.Fault is TimeoutException;
    }
}
