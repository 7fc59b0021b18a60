namespace SecureSessions.Tests.Properties;

/// <summary>What the store must answer, and what must never happen. Told of every store call when it has been carried out.</summary>
internal sealed class Model(TimeProvider clock)
{
    private readonly Dictionary<SessionId, ModelSession> _sessions = [];
    private readonly Dictionary<string, ModelSecret> _secrets = [];
    private readonly SessionCipher _cipher = new(storeKey: null);

    /// <summary>The promises that were broken.</summary>
    public List<string> Broken { get; } = [];

    public IEnumerable<ModelSession> Living => _sessions.Values.Where(session => session.Lives(Now));

    private DateTimeOffset Now => clock.GetUtcNow();

    public ModelSecret? SecretOf(string? token) =>
        SessionToken.TryParse(token, out SessionToken parsed) ? _secrets.GetValueOrDefault(KeyOf(_cipher.Hash(parsed.Secret))) : null;

    public void Created(WorldRequest request, NewSession created, CreateStatus status)
    {
        if (status != CreateStatus.Created)
            return;

        var session = new ModelSession(created.Id, created.UserId, Now, created.AbsoluteExpiresAt, created.IdleTimeout);
        _sessions.Add(session.Id, session);
        _secrets.Add(KeyOf(created.Hash), session.Start());
        session.Values = ValuesOfNew(request);
        Expect(created.UserId == request.SigningIn, $"{request} created a session for {created.UserId ?? "nobody"}");
        Enter(request, session);
    }

    public void Found(WorldRequest request, SecretHash hash, FindMode mode, FindResult found)
    {
        if (!_secrets.TryGetValue(KeyOf(hash), out ModelSecret? secret))
        {
            Expect(found.Record is null, $"{request} was let in with an unknown secret");
            return;
        }

        ModelSession session = secret.Session;
        FindStatus expected = session.Judge(secret, Now);
        if (mode == FindMode.Reread
            && expected == FindStatus.Spent
            && secret.Generation == session.Current.Generation
            && found.Status == FindStatus.Grace)
            expected = FindStatus.Grace;
        Expect(
            found.Status == expected || (expected == FindStatus.Ended && found.Status == FindStatus.Unknown),
            $"{request}: {mode} found {found.Status}, not {expected}");
        if (mode != FindMode.Reread)
            Arrive(request, secret, expected, mode);
        if (found.Record is { } record)
            Serve(request, session, record);
        else if (!request.InHandler && request.IsAnswered && expected == FindStatus.Ended)
            request.Leave();
    }

    public void Replaced(WorldRequest request, SessionReplacement replacement, ReplaceStatus status)
    {
        if (status != ReplaceStatus.Replaced)
        {
            request.Conflicts++;
            return;
        }

        ModelSession session = _sessions[replacement.Id];
        Expect(session.Lives(Now), $"{request} wrote to a session that has ended");
        Expect(
            replacement.Secret is not { Grace: null } || request.Verdict != FindStatus.Grace,
            $"{request} regenerated with a secret in its grace");
        if (replacement.Secret is { } change)
            _secrets.Add(KeyOf(change.Hash), change.Grace is null ? session.Regenerate(Now) : session.Renew());
        if (replacement.Secret is { Grace: not null })
            return;

        session.Values = request.Apply(session.Values);
        Enter(request, session);
    }

    public void Ended(WorldRequest request, SessionId id, SessionEndReason reason, EndResult end)
    {
        if (end.Status == EndStatus.Conflict)
            request.Conflicts++;
        if (end.Status != EndStatus.Ended || !_sessions.TryGetValue(id, out ModelSession? session))
            return;

        Expect(session.Lives(Now), $"{request} ended what had ended");
        session.End(reason);
        request.HasEnded |= reason == SessionEndReason.SignedOut;
        if (reason == SessionEndReason.Replaced && session.User is null)
            request.Taken = session.Values;
    }

    public void Expect(bool holds, string otherwise)
    {
        if (!holds)
            Broken.Add(otherwise);
    }

    private void Arrive(WorldRequest request, ModelSecret secret, FindStatus verdict, FindMode mode)
    {
        ModelSession session = secret.Session;
        request.Arrived = secret;
        request.Verdict = verdict;
        request.SpentFor = Now - (secret.SpentAt ?? Now);
        session.Tainted |= request.ByThief;
        bool served = verdict is FindStatus.Current or FindStatus.Pending or FindStatus.Grace;
        bool upToDate = session.Lives(Now) && secret.Generation == session.Current.Generation;
        Expect(served || !upToDate || session.Tainted, $"{request}: an honest browser was logged out");
        if (!served)
            return;

        session.Confirm(secret, Now);
        if (mode == FindMode.Active)
            session.LastSeen = Now;
    }

    private void Serve(WorldRequest request, ModelSession session, SessionRecord record)
    {
        Expect(session.Lives(Now), $"{request} was served from a session that has ended");
        Expect(
            record.AbsoluteExpiresAt == session.AbsoluteDeadline && record.ExpiresAt <= session.AbsoluteDeadline,
            $"{request}: a deadline moved");
        if (request.InHandler || !request.IsAnswered)
            return;

        request.Session = session;
        request.View = new Dictionary<string, string>(session.Values);
    }

    private static Dictionary<string, string> ValuesOfNew(WorldRequest request)
    {
        if (request.SigningIn is not { } user || request.Ending || request.Session is null)
            return request.Apply([]);
        if (request.Session.User is null)
            return request.Apply(request.Taken ?? []);
        return request.Session.User == user ? request.Apply(request.View) : [];
    }

    private static void Enter(WorldRequest request, ModelSession session)
    {
        request.Session = session;
        request.View = new Dictionary<string, string>(session.Values);
        request.Ending = false;
        request.SigningIn = null;
        request.DropChanges();
    }

    private static string KeyOf(SecretHash hash)
    {
        Span<byte> bytes = stackalloc byte[SecretHash.Size];
        hash.CopyTo(bytes);
        return Convert.ToHexString(bytes);
    }
}
