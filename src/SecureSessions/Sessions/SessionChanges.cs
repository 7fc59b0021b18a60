namespace SecureSessions;

/// <summary>
/// The changes of a request: values that were set or removed, by key, and whether all values were cleared before; a step-up; and changes
/// of the authentication ticket.
/// </summary>
/// <remarks>
/// The commit applies the changes to the version that the store holds then. So two requests that change different keys both keep their
/// changes, and for each key the last commit wins.
/// </remarks>
internal sealed class SessionChanges
{
    private readonly Dictionary<string, byte[]?> _byKey = new(StringComparer.Ordinal);
    private string? _updatedKey;
    private Func<byte[]?, byte[]?>? _update;

    public bool Cleared { get; private set; }

    /// <summary>The step-up of this request.</summary>
    public SessionPayload.StepUp? Elevation { get; set; }

    /// <summary>This request's changes of the authentication ticket.</summary>
    public TicketChange? Ticket { get; set; }

    public void Set(string key, byte[] value) => _byKey[key] = value;

    public void Remove(string key) => _byKey[key] = null;

    public void Clear()
    {
        _byKey.Clear();
        Cleared = true;
    }

    /// <summary>
    /// Computes a value from the stored one whenever the changes are applied, until <see cref="EndUpdate"/>: each attempt of the commit
    /// calls the function again.
    /// </summary>
    public void BeginUpdate(string key, Func<byte[]?, byte[]?> update) => (_updatedKey, _update) = (key, update);

    public void EndUpdate() => (_updatedKey, _update) = (null, null);

    /// <summary>
    /// Whether this request set or removed the key; <paramref name="value"/> is <see langword="null"/> if it removed it.
    /// </summary>
    public bool TryGet(string key, out byte[]? value) => _byKey.TryGetValue(key, out value);

    /// <summary>Applies the changes to a payload. Without a step-up in this request, the payload's own stays.</summary>
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
