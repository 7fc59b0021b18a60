using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace SecureSessions.Sample;

/// <summary>Listens to the meter of the sessions from the start of the app, and writes down what it heard. Real apps have OpenTelemetry for it.</summary>
internal sealed class SessionMeters : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<string, Tally> _tallies = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    public SessionMeters(IMeterFactory meterFactory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // The factory's own: several apps in one process, as in tests, each have their meter.
            if (instrument.Meter.Name == "SecureSessions" && ReferenceEquals(instrument.Meter.Scope, meterFactory))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();

    /// <summary>One line an instrument and set of tags: sums, and of durations the number and the mean.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        foreach ((string series, Tally tally) in _tallies.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{series} {tally}\n");
        return text.ToString();
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _tallies.GetOrAdd(NameOf(instrument, tags), static (_, isDuration) => new Tally(isDuration), instrument is Histogram<double>).Add(value);

    // Tags are words of a fixed set, so the number of series is bounded.
    private static string NameOf(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
            return instrument.Name;

        var pairs = new List<string>(tags.Length);
        foreach ((string tag, object? value) in tags)
            pairs.Add($"{tag}=\"{value}\"");
        return $"{instrument.Name}{{{string.Join(',', pairs)}}}";
    }
}
