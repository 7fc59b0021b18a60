using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>The session of one request: what was loaded, what the request changed, and what the commit is to do.</summary>
internal sealed partial class SecureSession(ISessionScope scope) : ISecureSession
{
    private LoadedSession? _stored;

    // In a box, since few requests draw one.
    private StrongBox<SessionToken>? _newToken;

    /// <summary>What the commit is to do with the session when the response starts.</summary>
    public SessionState State { get; private set; } = SessionState.Absent;

    /// <summary>The stored session that this request uses or is about to end.</summary>
    public LoadedSession? Stored => _stored;

    /// <summary>The request's changes of values and ticket, and its step-up.</summary>
    public SessionChanges? Changes { get; private set; }

    /// <summary>The token of the session that is to be created, or of the regenerated secret. It is drawn on first use.</summary>
    public SessionToken NewToken => (_newToken ??= new StrongBox<SessionToken>(
        State == SessionState.Regenerating ? _stored!.Token.WithNewSecret() : SessionToken.Create())).Value;

    /// <summary>Whether the handler read or changed the session, so that the answer may depend on it.</summary>
    public bool WasAccessed { get; private set; }

    public string Id => (VisibleStored?.Record.Id ?? NewToken.Id).ToString();

    /// <summary>
    /// Whether the session could be looked up; <see langword="false"/> if the request runs as anonymous because the store failed.
    /// </summary>
    public bool IsAvailable { get; set; } = true;

    /// <summary>Whether the request has a session that only a newer version of the library can read.</summary>
    public bool IsUnreadable => State == SessionState.Unreadable;

    public bool IsNew => VisibleStored is null;

    public string? UserId => VisibleStored?.Payload.UserId;

    public DateTimeOffset? CreatedAt => VisibleStored?.Record.CreatedAt;

    public DateTimeOffset? LastSeenAt => VisibleStored?.Record.LastSeenAt;

    public DateTimeOffset? ExpiresAt => VisibleStored?.Record.ExpiresAt;

    public DateTimeOffset? AbsoluteExpiresAt => VisibleStored?.Record.AbsoluteExpiresAt;

    public TimeSpan? ExpiresIn => VisibleStored is { } visible ? Max(TimeSpan.Zero, visible.Record.ExpiresAt - Now) : null;

    public SessionEndReason? EndReason { get; set; }

    public CancellationToken Ended => _stored is { } stored ? scope.GetEndedToken(stored) : CancellationToken.None;

    [MemberNotNullWhen(true, nameof(_stored))]
    private bool IsStored => State is SessionState.Unchanged or SessionState.Changed or SessionState.Regenerating;

    /// <summary>
    /// The stored session as the handler sees it: none once the session is to end. Reading it marks the session as accessed.
    /// </summary>
    private LoadedSession? VisibleStored
    {
        get
        {
            MarkAccessed();
            return IsStored ? _stored : null;
        }
    }

    public void Regenerate()
    {
        EnsureReadable();
        if (!IsStored)
            return;

        ChangeState(SessionState.Regenerating);
    }

    public void End()
    {
        scope.EnsureCanEnd();
        DropChanges();
        ChangeState(State is SessionState.Absent or SessionState.New ? SessionState.Absent : SessionState.Ending);
    }

    // The session was loaded before the handler ran. Code that is written for any ISession calls this method all the same.
    public Task LoadAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <inheritdoc/>
    /// <exception cref="SessionEndedException">The session ended while the request ran.</exception>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public Task CommitAsync(CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : scope.CommitNowAsync();

    public T? Get<T>(string key, JsonTypeInfo<T> typeInfo) =>
        TryGetValue(key, out byte[]? json) ? Deserialize(key, json, typeInfo) : default;

    private static T? Deserialize<T>(string key, byte[] json, JsonTypeInfo<T> typeInfo)
    {
        try
        {
            return JsonSerializer.Deserialize(json, typeInfo);
        }
        catch (JsonException exception)
        {
            throw new JsonException(
                $"The value {LogText.Quote(key)} of the session is not a {typeof(T).Name}. {exception.Message}",
                exception.Path,
                exception.LineNumber,
                exception.BytePositionInLine,
                exception);
        }
    }

    public void Set<T>(string key, T value, JsonTypeInfo<T> typeInfo)
    {
        // GetInt32() would read the four letters of JSON's null as a number.
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
            throw new JsonException(
                $"The value {LogText.Quote(key)} of the session cannot be written as JSON. {exception.Message}", exception);
        }
    }

    /// <summary>Makes a stored session the session of the request, without any changes.</summary>
    public void Adopt(LoadedSession stored)
    {
        _stored = stored;
        DropChanges();
        State = SessionState.Unchanged;
        IsAvailable = true;
    }

    /// <summary>Makes a stored session that cannot be read the session of the request.</summary>
    public void AdoptUnreadable(LoadedSession stored)
    {
        Adopt(stored);
        State = SessionState.Unreadable;
        IsAvailable = false;
    }

    /// <summary>Leaves the request without a session; a later value begins a new one.</summary>
    public void Forget()
    {
        _stored = null;
        DropChanges();
        State = SessionState.Absent;
    }

    /// <summary>
    /// Drops the request's changes of values, ticket and secret, and its step-up. If the session is to end, it still ends.
    /// </summary>
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

    private void ChangeState(SessionState next)
    {
        if (next == State)
            return;

        scope.OnChanging(next);
        State = next;
        scope.OnChanged();
    }

    private void MarkAccessed()
    {
        EnsureReadable();
        if (WasAccessed)
            return;

        WasAccessed = true;
        scope.OnAccessed();
    }

    // An unreadable session is not lost, and must not look empty.
    private void EnsureReadable()
    {
        if (IsUnreadable)
        {
            throw new SecureSessionStoreException(
                "The session was written by a newer version of SecureSessions, and this node cannot read it. It can only be ended, or "
                + "replaced by a sign-in. Finish the upgrade of all nodes; until then the same request may succeed on a node that "
                + "is upgraded.");
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
