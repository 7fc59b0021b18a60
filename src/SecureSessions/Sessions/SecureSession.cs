using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>The session of one request: what was loaded, what the request did to it, and what is to become of it.</summary>
internal sealed partial class SecureSession(ISessionScope scope, SessionPolicy policy, TimeProvider timeProvider) : ISecureSession
{
    private LoadedSession? _stored;
    private SessionToken? _newToken;

    /// <summary>What is to become of the session when the response starts.</summary>
    public SessionState State { get; private set; } = SessionState.Absent;

    /// <summary>The stored session that this request works on, or that it is about to end.</summary>
    public LoadedSession? Stored => _stored;

    /// <summary>What the request did to the values, and the step-up that it brought.</summary>
    public SessionChanges? Changes { get; private set; }

    /// <summary>The token that a create or a regeneration brings into use; drawn when first asked for.</summary>
    public SessionToken NewToken => _newToken ??= State == SessionState.Regenerating ? _stored!.Token.WithNewSecret() : SessionToken.Create();

    /// <summary>Whether the handler looked at it, so that the answer may depend on it.</summary>
    public bool WasLookedAt { get; private set; }

    public string Id => (Seen?.Record.Id ?? NewToken.Id).ToString();

    /// <summary>Whether the session could be looked up; not if the request is carried on although the store failed.</summary>
    public bool IsAvailable { get; set; } = true;

    /// <summary>Whether there is one that only a newer version can read.</summary>
    public bool IsUnreadable => State == SessionState.Unreadable;

    public bool IsNew => Seen is null;

    public string? UserId => Seen?.Payload.UserId;

    public DateTimeOffset? CreatedAt => Seen?.Record.CreatedAt;

    public DateTimeOffset? LastSeenAt => Seen?.Record.LastSeenAt;

    public DateTimeOffset? ExpiresAt => Seen?.Record.ExpiresAt;

    public DateTimeOffset? AbsoluteExpiresAt => Seen?.Record.AbsoluteExpiresAt;

    public TimeSpan? ExpiresIn => Seen is { } seen ? Max(TimeSpan.Zero, seen.Record.ExpiresAt - Now) : null;

    public SessionEndReason? EndReason { get; set; }

    public CancellationToken Ended => _stored is { } stored ? scope.WatchEnd(stored) : CancellationToken.None;

    [MemberNotNullWhen(true, nameof(_stored))]
    private bool IsStored => State is SessionState.Unchanged or SessionState.Changed or SessionState.Regenerating;

    /// <summary>The stored session, for whoever looks at it from outside.</summary>
    private LoadedSession? Seen
    {
        get
        {
            Look();
            return IsStored ? _stored : null;
        }
    }

    public void Regenerate()
    {
        EnsureReadable();
        if (!IsStored)
            return;

        Enter(SessionState.Regenerating);
    }

    public void End()
    {
        scope.EnsureCanEnd();
        DropChanges();
        Enter(State is SessionState.Absent or SessionState.New ? SessionState.Absent : SessionState.Ending);
    }

    // Loaded before the handler ran; the members are here for code that is written for any ISession.
    public Task LoadAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <inheritdoc/>
    /// <exception cref="SessionEndedException">The session ended while the request ran.</exception>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public Task CommitAsync(CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : scope.CommitNowAsync();

    public T? Get<T>(string key, JsonTypeInfo<T> typeInfo) => TryGetValue(key, out byte[]? json) ? Deserialize(key, json, typeInfo) : default;

    private static T? Deserialize<T>(string key, byte[] json, JsonTypeInfo<T> typeInfo)
    {
        try
        {
            return JsonSerializer.Deserialize(json, typeInfo);
        }
        catch (JsonException exception)
        {
            throw new JsonException(
                $"The value {LogText.Quote(key)} of the session is no {typeof(T).Name}. {exception.Message}", exception.Path, exception.LineNumber, exception.BytePositionInLine, exception);
        }
    }

    public void Set<T>(string key, T value, JsonTypeInfo<T> typeInfo)
    {
        // Stored as the four letters of JSON, it would be a number to GetInt32().
        if (value is null)
        {
            Remove(key);
            return;
        }

        Set(key, Serialize(key, value, typeInfo));
    }

    private static byte[] Serialize<T>(string key, T value, JsonTypeInfo<T> typeInfo)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(value, typeInfo);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or NotSupportedException)
        {
            throw new JsonException($"The value {LogText.Quote(key)} of the session cannot be written as JSON. {exception.Message}", exception);
        }
    }

    /// <summary>The session is this stored one from now on, and nothing has been changed.</summary>
    public void Adopt(LoadedSession stored)
    {
        _stored = stored;
        DropChanges();
        State = SessionState.Unchanged;
        IsAvailable = true;
    }

    /// <summary>The session is this stored one, which cannot be read.</summary>
    public void AdoptUnreadable(LoadedSession stored)
    {
        Adopt(stored);
        State = SessionState.Unreadable;
        IsAvailable = false;
    }

    /// <summary>There is no session from now on; a later value begins a new one.</summary>
    public void Forget()
    {
        _stored = null;
        DropChanges();
        State = SessionState.Absent;
    }

    /// <summary>Drops what the request did to the values and to the secret, and a step-up with it; an end stays.</summary>
    public void DiscardChanges()
    {
        DropChanges();
        State = State switch
        {
            SessionState.Absent or SessionState.New => SessionState.Absent,
            SessionState.Unchanged or SessionState.Changed or SessionState.Regenerating => SessionState.Unchanged,
            SessionState.Ending or SessionState.Replacing => SessionState.Ending,
            SessionState.Unreadable => SessionState.Unreadable,
            _ => throw new UnreachableException(),
        };
    }

    private void Enter(SessionState next)
    {
        if (next == State)
            return;

        scope.OnChanging(next);
        State = next;
        scope.OnChanged();
    }

    private void Look()
    {
        EnsureReadable();
        if (WasLookedAt)
            return;

        WasLookedAt = true;
        scope.OnLooked();
    }

    // What it holds is not lost and must not look as if it were.
    private void EnsureReadable()
    {
        if (IsUnreadable)
        {
            throw new SecureSessionStoreException(
                "The session was written by a newer version of SecureSessions, which this node cannot read. It can be ended or replaced by a sign-in. Finish the upgrade of the nodes; until then a request that is sent again may come to a node that can.");
        }
    }

    private void DropChanges()
    {
        Changes = null;
        _size = null;
        _newToken = null;
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
