namespace SecureSessions;

/// <summary>
/// The life of a session, without any HTTP: load, renew, begin, create, save, regenerate, end. Seals and opens payloads, so that a store sees
/// only hashes and sealed bytes, and settles conflicts between parallel requests.
/// </summary>
internal sealed partial class SessionLifecycle(
    StoreGateway store, SessionCipher cipher, SessionPolicy policy, TimeProvider timeProvider, WriterTurns? turns = null)
{
    /// <summary>Verifies a token that arrived and opens its session; renews its secret if that is due, unless a refresh is to do so.</summary>
    public async ValueTask<LoadResult> LoadAsync(SessionToken token, bool passive)
    {
        FindResult found = await FindAsync(token, passive ? FindMode.Passive : FindMode.Active);
        switch (found.Status)
        {
            case FindStatus.Current or FindStatus.Pending or FindStatus.Grace:
                LoadResult opened = Open(token, found);
                return opened.Session is { IsMarked: false } session && !passive && IsRenewalDue(session) ? await RenewAsync(session) : opened;
            case FindStatus.Spent:
                return new LoadResult(found.Now < found.SpentAt + policy.LagWindow ? LoadStatus.Spent : LoadStatus.Reused);
            case FindStatus.Ended:
                store.TellEnd(token.Id);
                return new LoadResult(LoadStatus.Ended) { End = found.End, Now = found.Now };
            case FindStatus.WrongSecret:
                return new LoadResult(LoadStatus.Forged);
            case FindStatus.Unknown:
                return new LoadResult(LoadStatus.Unknown);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private LoadResult Open(SessionToken token, FindResult found)
    {
        SessionRecord record = found.Record!;
        if (!SealedPayload.IsReadable(record.Payload.Span) || !SealedPayload.IsReadable(record.Successor.Span))
            return Unreadable(token, found);

        var context = SealContext.Of(record);
        if (found.Status != FindStatus.Current)
        {
            // The previous secret arrived: it opens the current one, which opens the payload.
            if (!cipher.TryOpenSuccessor(token.Secret, context, record.Successor.Span, out SessionSecret current))
                return new LoadResult(LoadStatus.Undecryptable);
            token = token.WithSecret(current);
        }

        if (!cipher.TryOpenPayload(token.Secret, context, record.Payload, out SessionPayload payload))
            return new LoadResult(LoadStatus.Undecryptable);

        return new LoadResult(LoadStatus.Loaded) { Session = ToSession(token, found, payload), SendCookie = found.Status == FindStatus.Pending };
    }

    // Verified, and closed: whose it is stands outside of the seal. Nobody is let in by that, and its session can be ended.
    private LoadResult Unreadable(SessionToken token, FindResult found) => new(LoadStatus.Unreadable)
    {
        Unreadable = ToSession(token, found, SessionPayload.Empty with { UserId = found.Record!.UserId }),
    };

    private LoadedSession ToSession(SessionToken token, FindResult found, SessionPayload payload) => new()
    {
        Record = found.Record!,
        Token = token,
        Standing = found.Status,
        Payload = payload,
        Now = found.Now,
        Timestamp = timeProvider.GetTimestamp(),
    };

    /// <summary>
    /// Reads a session again after a conflict, with the newest secret that the request holds. It was let in before, so it is not judged
    /// anew: nothing slides, nothing is confirmed.
    /// </summary>
    private async ValueTask<LoadResult> RereadAsync(LoadedSession session)
    {
        FindResult found = await FindAsync(session.Token, FindMode.Reread);
        return found.Status switch
        {
            FindStatus.Current or FindStatus.Pending or FindStatus.Grace => KeepStanding(Open(session.Token, found), session.Standing),
            FindStatus.Ended or FindStatus.Unknown => new LoadResult(LoadStatus.Ended) { End = found.End, Now = found.Now },

            // Regenerated, or renewed twice: out of this request's reach.
            FindStatus.Spent or FindStatus.WrongSecret => new LoadResult(LoadStatus.Spent),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // A secret in its grace when it arrived does not become better by being read again.
    private static LoadResult KeepStanding(LoadResult reread, FindStatus arrived) =>
        arrived == FindStatus.Grace && reread.Session is { } session
            ? reread with { Session = session with { Standing = FindStatus.Grace }, SendCookie = false }
            : reread;
}
