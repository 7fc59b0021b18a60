using System.Security.Claims;

namespace SecureSessions;

// Sign-in and sign-out. Both write at once: when they return, it is done.
internal sealed partial class SessionExchange
{
    private LoadedSession? _signedIn;

    /// <summary>A full authentication: a new session with a new id and a new secret, and the old one ended.</summary>
    /// <param name="principal">Who signs in.</param>
    /// <param name="ticket">The serialized ticket.</param>
    /// <param name="persistent">Whether the cookie outlives the browser.</param>
    /// <param name="expiresAt">An end that the sign-in asks for; only ever shortens the session.</param>
    public async Task SignInAsync(ClaimsPrincipal principal, byte[] ticket, bool persistent, DateTimeOffset? expiresAt)
    {
        EnsureCookieCanBeSent();
        string userId = SelectUserId(principal);
        (TimeSpan idle, TimeSpan absolute) = await SelectLifetimeAsync(principal, userId, expiresAt);

        LoadedSession? old = _session.Stored;
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values = await TakeValuesAsync(old, userId);
        var payload = new SessionPayload { UserId = userId, Ticket = ticket, PersistentCookie = persistent, Values = values };
        LoadedSession created = await _services.Lifecycle.CreateAsync(SessionToken.Create(), payload, idle, absolute);
        if (old is { IsAnonymous: false })
            await EndReplacedAsync(old, created);

        _session.Adopt(created);
        _session.EndReason = null;
        _signedIn = created;
        _bar = CreationBar.None;
        SendCookie(created);
        await RaiseAsync(SessionEventType.Created, created.Record.Id, userId);
    }

    /// <summary>Ends the session on the server and deletes the cookie; what the request changed is dropped.</summary>
    public async Task SignOutAsync()
    {
        _session.End();
        _signedIn = null;
        if (_session.State == SessionState.Ending)
            await CommitNowAsync();
    }

    private void EnsureCookieCanBeSent()
    {
        if (_cookie is null)
        {
            _services.WarnInsecureTransport();
            throw new InvalidOperationException(
                "Nobody can sign in over plain HTTP: no session cookie is issued there. Serve the app over HTTPS; behind a proxy that ends TLS, call UseForwardedHeaders() first and name the proxy in KnownProxies or KnownIPNetworks.");
        }

        if (_phase != Phase.Open || _context.Response.HasStarted)
            throw new InvalidOperationException("The response has started, so that no session cookie can be sent any more. Sign in before the first byte of the body is written.");
    }

    private string SelectUserId(ClaimsPrincipal principal)
    {
        string? userId = _services.Policy.UserIdSelector(principal);
        if (string.IsNullOrEmpty(userId))
        {
            throw new InvalidOperationException(
                $"The principal has no user id: neither a claim '{ClaimTypes.NameIdentifier}' nor 'sub'. Add one, or set SecureSessionOptions.UserIdSelector.");
        }

        return SessionPayloadCodec.SizeOf(userId, 0) <= SecureSessionDefaults.MaxUserIdBytes
            ? userId
            : throw new InvalidOperationException($"The user id has {userId.Length} characters; at most {SecureSessionDefaults.MaxUserIdBytes} bytes are allowed.");
    }

    private async ValueTask<(TimeSpan Idle, TimeSpan Absolute)> SelectLifetimeAsync(ClaimsPrincipal principal, string userId, DateTimeOffset? expiresAt)
    {
        SessionPolicy policy = _services.Policy;
        var lifetime = new SessionLifetimeContext(_context, principal, userId, policy.IdleTimeout, policy.AbsoluteTimeout);
        if (policy.LifetimePolicy is { } decide)
            await decide(lifetime);

        TimeSpan absolute = lifetime.AbsoluteTimeout;
        if (expiresAt is { } end && end - _services.TimeProvider.GetUtcNow() < absolute)
            absolute = end - _services.TimeProvider.GetUtcNow();

        return lifetime.IdleTimeout > TimeSpan.Zero && absolute > TimeSpan.Zero
            ? (lifetime.IdleTimeout, absolute)
            : throw new InvalidOperationException(
                $"The session would end at once: idle timeout {lifetime.IdleTimeout}, absolute timeout {absolute}. Check SecureSessionOptions.LifetimePolicy and AuthenticationProperties.ExpiresUtc.");
    }

    /// <summary>
    /// The values that move along: those of an anonymous session, and those of the same user's. An anonymous session is ended by taking them.
    /// </summary>
    private async ValueTask<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> TakeValuesAsync(LoadedSession? old, string userId)
    {
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values = _session.CurrentValues;
        bool mayKeep = old is null || old.IsAnonymous || old.Payload.UserId == userId;
        if (old is { IsAnonymous: true })
        {
            bool isEnding = _session.State is SessionState.Ending or SessionState.Replacing;
            TakenValues taken = await _services.Lifecycle.EndAndTakeValuesAsync(old, _session.Changes);
            values = isEnding ? values : taken.Values;
            _session.Forget();
            await RaiseReplacedAsync(old, taken.Status);
        }

        SessionPolicy policy = _services.Policy;
        return mayKeep && policy.KeepValuesOnSignIn
            ? values.Where(value => policy.KeepValueOnSignIn(value.Key)).ToDictionary(StringComparer.Ordinal)
            : SessionPayload.Empty.Values;
    }

    private async ValueTask EndReplacedAsync(LoadedSession old, LoadedSession created)
    {
        EndResult end;
        try
        {
            end = await _services.Lifecycle.EndAsync(old.Record.Id, SessionEndReason.Replaced);
        }
        catch (SecureSessionStoreException)
        {
            // There must not be two: if the old one cannot be ended, the sign-in has failed.
            _ = _services.Lifecycle.TryEndAsync(created.Record.Id, SessionEndReason.Undelivered).AsTask();
            throw;
        }

        await RaiseReplacedAsync(old, end.Status);
    }

    // Of two sign-ins over one session, one ends it and tells of it.
    private ValueTask RaiseReplacedAsync(LoadedSession old, EndStatus status) => status == EndStatus.Ended
        ? RaiseAsync(SessionEventType.Expired, old.Record.Id, old.Payload.UserId, SessionEndReason.Replaced)
        : ValueTask.CompletedTask;

    private async ValueTask TakeSignInBackAsync()
    {
        if (_signedIn is not { } session)
            return;

        _signedIn = null;
        _session.Forget();
        ForgetCookie();
        await _services.Lifecycle.TryEndAsync(session.Record.Id, SessionEndReason.Undelivered);
        await RaiseAsync(SessionEventType.Expired, session.Record.Id, session.Payload.UserId, SessionEndReason.Undelivered);
    }
}
