using System.Collections;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>The log line of an event. It has what ASVS 16.2.1 asks of every line: outcome and why, what, who, where, when.</summary>
internal readonly struct EventLine : IReadOnlyList<KeyValuePair<string, object?>>
{
    private const string Facts = ": {Outcome} why={Why} session={SessionId} user={UserId} by={Actor} {Origin} {Client} at={At:O}";

    private readonly SecureSessionEvent _event;

    private EventLine(SecureSessionEvent sessionEvent) => _event = sessionEvent;

    public int Count => 9;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("Outcome", _event.Outcome),
        1 => new("Why", Why),
        2 => new("SessionId", _event.SessionId),
        3 => new("UserId", UserId),
        4 => new("Actor", Actor),
        5 => new("Origin", _event.Origin),
        6 => new("Client", Client),
        7 => new("At", _event.At),
        8 => new("{OriginalFormat}", _event.Name + Facts),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    private string? Why => LogText.Part(_event.Why);

    private string? UserId => LogText.Part(_event.Who);

    private string? Actor => LogText.Part(_event.Actor);

    private SessionClient Client => _event.Client ?? SessionClient.Unknown;

    public static void Write(ILogger logger, SecureSessionEvent sessionEvent)
    {
        EventCatalogue.Row row = EventCatalogue.Of(sessionEvent.Type);
        if (logger.IsEnabled(row.Level))
        {
            logger.Log(
                row.Level,
                new EventId((int)row.Type, row.Name),
                new EventLine(sessionEvent),
                exception: null,
                static (line, _) => line.ToString());
        }
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_event.Name}: {_event.Outcome} why={Why} session={_event.SessionId} user={UserId} by={Actor} {_event.Origin} {Client} "
        + $"at={_event.At:O}");
}
