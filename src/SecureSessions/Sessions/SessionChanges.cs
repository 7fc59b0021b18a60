namespace SecureSessions;

/// <summary>
/// What a request did to the session: to the values, a map from key to "set to" or "removed", and whether all were cleared before; a step-up;
/// and changes of the authentication ticket.
/// </summary>
/// <remarks>
/// Applied to whatever the store holds when it is written, so that two requests that touch different keys both keep their changes, and
/// per key the last commit wins.
/// </remarks>
internal sealed class SessionChanges
{
    private readonly Dictionary<string, byte[]?> _byKey = new(StringComparer.Ordinal);
    private string? _updatedKey;
    private Func<byte[]?, byte[]?>? _update;

    public bool Cleared { get; private set; }

    /// <summary>The further authentication of the user that this request brought.</summary>
    public SessionPayload.StepUp? Elevation { get; set; }

    /// <summary>What this request changed in the authentication ticket.</summary>
    public TicketChange? Ticket { get; set; }

    public void Set(string key, byte[] value) => _byKey[key] = value;

    public void Remove(string key) => _byKey[key] = null;

    public void Clear()
    {
        _byKey.Clear();
        Cleared = true;
    }

    /// <summary>
    /// Makes a value of what is stored when the changes are written, each time that this is tried, until <see cref="EndUpdate"/>.
    /// </summary>
    public void BeginUpdate(string key, Func<byte[]?, byte[]?> update) => (_updatedKey, _update) = (key, update);

    public void EndUpdate() => (_updatedKey, _update) = (null, null);

    /// <summary>Whether this request touched the key, and to what effect.</summary>
    public bool TryGet(string key, out byte[]? value) => _byKey.TryGetValue(key, out value);

    /// <summary>Whoever did not step up leaves what others did about the authentication as it is.</summary>
    public SessionPayload ApplyTo(SessionPayload payload)
    {
        SessionPayload changed = payload.WithValues(ApplyTo(payload.Values));
        if (Ticket is not null)
            changed = Ticket.ApplyTo(changed);
        return Elevation is null ? changed : changed with { Elevation = Elevation, NeedsStepUp = false };
    }

    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> ApplyTo(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values)
    {
        var merged = Cleared
            ? new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal)
            : new Dictionary<string, ReadOnlyMemory<byte>>(values, StringComparer.Ordinal);
        foreach ((string key, byte[]? value) in _byKey)
            Put(merged, key, value);

        if (_updatedKey is { } updated && _update is { } update)
            Put(merged, updated, update(merged.TryGetValue(updated, out ReadOnlyMemory<byte> old) ? old.ToArray() : null));

        return merged;
    }

    private static void Put(Dictionary<string, ReadOnlyMemory<byte>> values, string key, byte[]? value)
    {
        if (value is null)
            values.Remove(key);
        else
            values[key] = value;
    }
}
