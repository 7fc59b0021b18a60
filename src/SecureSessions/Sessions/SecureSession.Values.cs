using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace SecureSessions;

// The values of ISession: the stored values with this request's changes on top.
internal sealed partial class SecureSession
{
    private int? _size;

    public IEnumerable<string> Keys
    {
        get
        {
            MarkAccessed();
            return CurrentValues.Keys;
        }
    }

    /// <summary>The values as the request sees them.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> CurrentValues => Changes?.ApplyTo(StoredValues) ?? StoredValues;

    private IReadOnlyDictionary<string, ReadOnlyMemory<byte>> StoredValues => BasePayload.Values;

    /// <summary>The payload as the request sees it.</summary>
    public SessionPayload CurrentPayload => Changes?.ApplyTo(BasePayload) ?? BasePayload;

    private SessionPayload BasePayload => IsStored ? _stored.Payload : SessionPayload.Empty;

    public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value)
    {
        value = TryFind(key, out ReadOnlyMemory<byte> found) ? found.ToArray() : null;
        return value is not null;
    }

    public void Set(string key, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        EnsureUnicode(key);

        int size = Size - SizeOf(key) + SessionPayloadCodec.SizeOf(key, value.Length);
        if (size > scope.Policy.MaxPayloadBytes)
            throw TooLarge(key, value);

        BeginChange();
        Changes!.Set(key, [.. value]);
        _size = size;
    }

    public void Remove(string key)
    {
        int removed = SizeOf(key);
        if (removed == 0)
            return;

        int size = Size - removed;
        BeginChange();
        Changes!.Remove(key);
        _size = size;
    }

    public void Clear()
    {
        MarkAccessed();
        if (CurrentValues.Count == 0)
            return;

        BeginChange();
        Changes!.Clear();
        _size = null;
    }

    // Half of a surrogate pair has no UTF-8 form: two different keys would be stored as the same bytes.
    private static void EnsureUnicode(string key)
    {
        if (Ascii.IsValid(key))
            return;

        for (ReadOnlySpan<char> rest = key; !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out int length) != OperationStatus.Done)
            {
                throw new ArgumentException(
                    $"The key {LogText.Quote(key)} contains half of a surrogate pair, shown as a question mark. Use whole characters.",
                    nameof(key));
            }

            rest = rest[length..];
        }
    }

    public async Task<byte[]?> UpdateAsync(string key, Func<byte[]?, byte[]?> change)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(change);
        EnsureUnicode(key);

        byte[]? written = null;
        BeginChange();
        SessionChanges changes = Changes!;
        changes.BeginUpdate(key, old => written = change(old));
        try
        {
            await scope.CommitNowAsync();
        }
        finally
        {
            // The session that was adopted has the written value. A value that was not written must not be written by a later commit: the
            // caller was told that it failed.
            changes.EndUpdate();
            _size = null;
        }

        return written;
    }

    public async Task<T> UpdateAsync<T>(string key, Func<T?, T> change, JsonTypeInfo<T> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(change);
        T? written = default;
        await UpdateAsync(key, old =>
        {
            written = change(old is null ? default : Deserialize(key, old, typeInfo));
            return written is null ? null : Serialize(key, written, typeInfo);
        });
        return written!;
    }

    public async Task<int> UpdateInt32Async(string key, Func<int?, int> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        int written = 0;
        await UpdateAsync(key, old =>
        {
            written = change(old is null ? null : ReadInt32(key, old));
            byte[] bytes = new byte[sizeof(int)];
            BinaryPrimitives.WriteInt32BigEndian(bytes, written);
            return bytes;
        });
        return written;
    }

    // The byte order of SetInt32 and GetInt32.
    private static int ReadInt32(string key, byte[] value) => value.Length == sizeof(int)
        ? BinaryPrimitives.ReadInt32BigEndian(value)
        : throw new InvalidOperationException(
            $"The session's value '{LogText.Neutralise(key)}' has {value.Length} bytes and is not an Int32. Update the value as the type "
            + "that it was set with.");

    private int Size => _size ??= SessionPayloadCodec.SizeOf(CurrentPayload);

    /// <summary>How many bytes the key and its value take now; 0 if the key is not there.</summary>
    private int SizeOf(string key) => TryFind(key, out ReadOnlyMemory<byte> value) ? SessionPayloadCodec.SizeOf(key, value.Length) : 0;

    private bool TryFind(string key, out ReadOnlyMemory<byte> value)
    {
        ArgumentNullException.ThrowIfNull(key);
        MarkAccessed();
        if (Changes is not { } changes)
            return StoredValues.TryGetValue(key, out value);
        if (changes.TryGet(key, out byte[]? changed))
        {
            value = changed;
            return changed is not null;
        }

        value = default;
        return !changes.Cleared && StoredValues.TryGetValue(key, out value);
    }

    private void BeginChange()
    {
        EnsureReadable();
        ChangeState(State switch
        {
            SessionState.Absent => SessionState.New,
            SessionState.Unchanged => SessionState.Changed,
            SessionState.Ending => SessionState.Replacing,
            _ => State,
        });
        Changes ??= new SessionChanges();
    }

    private SessionPayloadTooLargeException TooLarge(string key, byte[] value)
    {
        var values = new Dictionary<string, ReadOnlyMemory<byte>>(CurrentValues, StringComparer.Ordinal) { [key] = value };
        return SessionPayloadTooLargeException.For(CurrentPayload.WithValues(values), scope.Policy.MaxPayloadBytes);
    }
}
