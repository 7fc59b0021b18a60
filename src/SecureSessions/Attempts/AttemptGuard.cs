using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <inheritdoc cref="ISignInAttempts"/>
internal sealed class AttemptGuard(
    SessionPolicy policy, AttemptCounters counters, AttemptNames names, SessionEvents events, TimeProvider timeProvider) : ISignInAttempts
{
    public async ValueTask<SignInAdmission> AdmitAsync(
        HttpContext context, string account, string method, CancellationToken cancellationToken)
    {
        string name = Check(context, account, method);
        cancellationToken.ThrowIfCancellationRequested();
        AttemptKeys keys = names.KeysOf(context, name, method);
        AttemptCount count = await counters.CountAsync(keys);
        RequestAttempts.Add(context, new RequestAttempt(account, name, method, keys, count));
        return count.IsCounted ? Admission(TimeSpan.Zero, count.Failures) : Admission(count.Wait, count.Failures);
    }

    public async ValueTask<SignInAdmission> ReportFailedAsync(
        HttpContext context, string account, string method, CancellationToken cancellationToken)
    {
        string name = Check(context, account, method);
        cancellationToken.ThrowIfCancellationRequested();
        RequestAttempt attempt = RequestAttempts.Find(context, name, method) ?? throw new InvalidOperationException(
            "ReportFailedAsync() was told of an attempt that was not admitted: call AdmitAsync() before, in the same request, for the same "
            + "account and the same method. It alone counts the attempt.");
        int failures = attempt.Count.IsCounted ? attempt.Count.Failures + 1 : attempt.Count.Failures;
        if (attempt.TryClose())
        {
            await RaiseAsync(context, SessionEventType.SignInFailed, attempt, failures);
            if (failures == policy.MaxConsecutiveFailures)
                await RaiseAsync(context, SessionEventType.SignInsExhausted, attempt, failures);
        }

        return Admission(attempt.Count.Wait, failures);
    }

    public async ValueTask ReportSucceededAsync(
        HttpContext context, string account, string method, CancellationToken cancellationToken)
    {
        string name = Check(context, account, method);
        cancellationToken.ThrowIfCancellationRequested();
        RequestAttempt? attempt = RequestAttempts.Find(context, name, method);
        if (attempt is { Count.IsCounted: false })
            return;

        int forgotten = await counters.ForgetAsync(names.KeysOf(context, name, method) with { Network = null });
        if (attempt?.TryClose() == true)
            await ReportSuccessAsync(context, attempt, forgotten, id: null, userId: null);
    }

    /// <summary>
    /// The request has signed a user in, or stepped up: the attempts that it has made have succeeded. The store's failure changes nothing:
    /// the attempt then stays counted.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="id">The session; <see langword="null"/> if it is none of this library.</param>
    /// <param name="userId">The user, as far as known.</param>
    public async ValueTask SignedInAsync(HttpContext context, SessionId? id, string? userId)
    {
        if (RequestAttempts.Of(context) is not { } attempts)
            return;

        foreach (RequestAttempt attempt in attempts.Open.ToArray())
        {
            attempt.TryClose();
            await ReportSuccessAsync(context, attempt, await TryForgetAsync(attempt), id, userId);
        }
    }

    private async ValueTask<int?> TryForgetAsync(RequestAttempt attempt)
    {
        try
        {
            return await counters.ForgetAsync(attempt.Keys);
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway.
            return null;
        }
    }

    // Other attempts that were under way at the admission count as failures there, and may have succeeded since. What was forgotten has the
    // successful attempt in it.
    private ValueTask ReportSuccessAsync(HttpContext context, RequestAttempt attempt, int? forgotten, SessionId? id, string? userId)
    {
        int failures = Math.Min(attempt.Count.Failures, (forgotten ?? int.MaxValue) - 1);
        return failures > 0
            ? RaiseAsync(context, SessionEventType.SignedInAfterFailures, attempt, failures, id, userId)
            : ValueTask.CompletedTask;
    }

    private ValueTask RaiseAsync(
        HttpContext context, SessionEventType type, RequestAttempt attempt, int failures, SessionId? id = null, string? userId = null) =>
        events.RaiseAsync(new SecureSessionEvent
        {
            Type = type,
            At = timeProvider.GetUtcNow(),
            SessionId = id,
            UserId = userId,
            Account = attempt.Account,
            Failures = failures,
            Detail = attempt.Method,
            Client = policy.KeepClientInfo && ClientSighting.Of(context) is { IsNothing: false } seen ? seen.ToClient() : null,
            Origin = RequestOrigin.Of(context),
        });

    private SignInAdmission Admission(TimeSpan wait, int failures) =>
        new(wait == TimeSpan.Zero, wait, failures, IsExhausted: failures >= policy.MaxConsecutiveFailures);

    private static string Check(HttpContext context, string account, string method)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(account);
        ArgumentException.ThrowIfNullOrEmpty(method);
        return AccountName.Normalise(account);
    }
}
