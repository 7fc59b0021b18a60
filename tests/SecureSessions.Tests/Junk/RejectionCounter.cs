using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Junk;

/// <summary>Counts, by the metric that operators see, the cookies that one host rejected.</summary>
internal sealed class RejectionCounter : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _count;

    public RejectionCounter(SessionHost host)
    {
        IMeterFactory factory = host.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == SessionMetrics.TokensRejectedName && ReferenceEquals(instrument.Meter.Scope, factory))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, measurement, _, _) => Interlocked.Add(ref _count, measurement));
        _listener.Start();
    }

    public long Count => Interlocked.Read(ref _count);

    public void Dispose() => _listener.Dispose();
}
