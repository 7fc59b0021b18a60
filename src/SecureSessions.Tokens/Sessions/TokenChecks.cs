using Microsoft.AspNetCore.Http;

namespace SecureSessions.Tokens;

/// <summary>
/// What a session has to pass at each refresh, as it has to at a request with its cookie: the claims refresh, the checks of the app, and
/// the signals of its client.
/// </summary>
internal sealed class TokenChecks(
    PrincipalRefresh principalRefresh, SessionValidation validation, ClientCheck clientCheck, TokenRefusals refusals, SessionEvents events)
{
    /// <summary>Checks a session.</summary>
    /// <returns>The session as it is now; <see langword="null"/> if it has ended.</returns>
    /// <exception cref="SecureSessionStoreException">The store or code of the app failed; the token is as good as before.</exception>
    public async ValueTask<LoadedSession?> CheckAsync(HttpContext context, LoadedSession session)
    {
        LoadResult? checkedNow = await CheckPrincipalAsync(context, session);
        if (checkedNow is not { } result)
        {
            await refusals.EndAsync(context, session.Record.Id, SessionEndReason.Revoked);
            return null;
        }

        if (result.Status == LoadStatus.Ended)
            return null;
        if (result.Session is not { } present)
        {
            await events.RaiseAsync(
                context, SessionEventType.LoadFailed, session.Record.Id, session.Payload.UserId, detail: "refresh");
            throw new SecureSessionStoreException("The principal of the session could not be brought up to date. Send the request again.");
        }

        ClientVerdict verdict = await clientCheck.JudgeAsync(context, present, isActivity: true);
        if (verdict.Ends)
            await refusals.EndAsync(context, session.Record.Id, SessionEndReason.Revoked);
        await clientCheck.ReportAsync(context, verdict);
        return verdict.Ends ? null : verdict.Session;
    }

    /// <summary>Brings the principal up to date. <see langword="null"/> if the session is to end.</summary>
    private ValueTask<LoadResult?> CheckPrincipalAsync(HttpContext context, LoadedSession session)
    {
        if (session.IsMarked)
            return principalRefresh.RefreshAsync(context, session);

        return validation.IsDue(context, session)
            ? validation.ValidateAsync(context, session)
            : ValueTask.FromResult<LoadResult?>(new LoadResult(LoadStatus.Loaded) { Session = session });
    }
}
