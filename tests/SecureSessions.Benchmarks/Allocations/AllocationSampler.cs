using System.Diagnostics.Tracing;

namespace SecureSessions.Benchmarks.Allocations;

/// <summary>Estimates, from the samples that the runtime takes, how many bytes of each type are allocated.</summary>
internal sealed class AllocationSampler : EventListener
{
    private const string RuntimeEvents = "Microsoft-Windows-DotNETRuntime";
    private const EventKeywords Sampling = (EventKeywords)0x80000000000;
    private const double SampleEvery = 102_400;

    private readonly Dictionary<string, double> _bytes = new(StringComparer.Ordinal);

    /// <summary>The bytes so far, by the name of the type.</summary>
    public Dictionary<string, double> Take()
    {
        lock (_bytes)
        {
            var taken = new Dictionary<string, double>(_bytes, StringComparer.Ordinal);
            _bytes.Clear();
            return taken;
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == RuntimeEvents)
            EnableEvents(eventSource, EventLevel.Informational, Sampling);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName is null || !eventData.EventName.StartsWith("AllocationSampled", StringComparison.Ordinal))
            return;

        string type = (string)eventData.Payload![eventData.PayloadNames!.IndexOf("TypeName")]!;
        double size = Convert.ToDouble(eventData.Payload[eventData.PayloadNames.IndexOf("ObjectSize")], null);

        // Each byte has the same chance to be the sampled one, so a sample of an object stands for as much as lies between two samples.
        lock (_bytes)
            _bytes[type] = _bytes.GetValueOrDefault(type) + (size / (1 - Math.Pow(1 - (1 / SampleEvery), size)));
    }
}
