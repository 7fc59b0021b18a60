using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace SecureSessions.TestKit;

/// <summary>Keeps every measurement of one host's meter.</summary>
public sealed class MeterRecorder : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<Measurement> _measurements = new();
    private readonly IMeterFactory _factory;

    public MeterRecorder(IMeterFactory factory)
    {
        _factory = factory;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "SecureSessions" && instrument.Meter.Scope == _factory)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    public IReadOnlyCollection<Measurement> All => _measurements;

    /// <summary>The sum of an instrument's measurements that carry these tags.</summary>
    public double Sum(string instrument, params (string Name, object? Value)[] tags) => _measurements
        .Where(
            measurement =>
                measurement.Instrument == instrument && tags.All(tag => Equals(measurement.Tags.GetValueOrDefault(tag.Name), tag.Value)))
        .Sum(static measurement => measurement.Value);

    public void Forget() => _measurements.Clear();

    public void Dispose() => _listener.Dispose();

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measurements.Enqueue(
            new Measurement(instrument.Name, value, tags.ToArray().ToDictionary(static tag => tag.Key, static tag => tag.Value)));

    /// <summary>One measurement.</summary>
    public sealed record Measurement(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags);
}
