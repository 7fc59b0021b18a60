using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>Runs the app's checks of a session that was loaded, and writes what they changed.</summary>
internal sealed class SessionValidation(
    SessionVault vault,
    TicketReplacement replacement,
    SessionEvents events,
    IServiceProviderIsService services,
    ILogger<SessionValidation> logger)
{
    private readonly bool _isUsed = services.IsService(typeof(ISessionValidator));

    /// <summary>Whether a check is due. Costs no call to the store.</summary>
    public bool IsDue(HttpContext context, LoadedSession session)
    {
        if (!_isUsed || session.IsAnonymous)
            return false;

        var validation = new SessionValidationContext(context, session);
        return ValidatorsOf(context).Any(validator => validator.IsDue(validation));
    }

    /// <summary>
    /// Runs the checks that are due. Requests of a session on this node take turns: one that has waited reads the session again, and finds
    /// nothing due any more.
    /// </summary>
    /// <returns>
    /// The session; <see langword="null"/> if it is to end. <see cref="LoadStatus.Spent"/> if a check threw, or if other requests kept
    /// changing the session. The same request may succeed if it is sent again.
    /// </returns>
    /// <exception cref="SecureSessionStoreException">The change was not written, or the outcome is unknown.</exception>
    public async ValueTask<LoadResult?> ValidateAsync(HttpContext context, LoadedSession session)
    {
        bool mustEnd = false, replaced = false;
        UpdateResult result;
        try
        {
            result = await vault.UpdateInTurnAsync(session, async current =>
            {
                replaced = false;
                var validation = new SessionValidationContext(context, current);
                mustEnd = !await validation.RunAsync(() => RunChecksAsync(validation));
                if (!mustEnd && validation.IsOutdated)
                    return SessionUpdate.ReadAgain;

                return mustEnd || !validation.HasChanges ? null : ToUpdate(current, validation, out mustEnd, out replaced);
            });
        }
        catch (Exception exception) when (exception is not SecureSessionStoreException)
        {
            // The app's check failed: the request must not use a principal that may be out of date, and the session must not end.
            Log.ValidationFailed(logger, exception);
            return new LoadResult(LoadStatus.Spent);
        }

        if (mustEnd)
            return null;

        if (replaced && result.Status == UpdateStatus.Written)
            await events.RaiseAsync(context, SessionEventType.Refreshed, session.Record.Id, session.Payload.UserId);
        return LoadResult.Of(result);
    }

    /// <summary>Runs the checks that are due. Returns whether the session may live on.</summary>
    private static async ValueTask<bool> RunChecksAsync(SessionValidationContext validation)
    {
        foreach (ISessionValidator validator in ValidatorsOf(validation.HttpContext))
        {
            if (validator.IsDue(validation))
                await validator.ValidateAsync(validation);
            if (validation.IsRejected)
                return false;
            if (validation.IsOutdated)
                break;
        }

        return true;
    }

    private SessionUpdate? ToUpdate(LoadedSession current, SessionValidationContext validation, out bool mustEnd, out bool replaced)
    {
        AuthenticationTicket before = TicketChange.Read(current.Payload);
        KeepDeadlines(before.Properties, validation.Properties);
        TicketChange change = TicketChange.Between(before, validation.Principal, validation.Properties);
        replaced = change.ChangesPrincipal;
        mustEnd = false;
        if (change.ChangesNothing)
            return null;

        SessionPayload? payload = replacement.Apply(current, validation.Principal, validation.Properties, validation.Scheme);
        mustEnd = payload is null;
        if (payload is null)
            return null;

        // Other claims are other privileges, and with them the secret changes, as at every refresh of claims.
        SessionUpdate update = replaced && current.CanRenew ? SessionUpdate.Renewal(current, payload) : new SessionUpdate(payload);
        return update with { ChangesLabel = replaced };
    }

    // A check is no authentication, so it moves no deadline.
    private static void KeepDeadlines(AuthenticationProperties before, AuthenticationProperties after)
    {
        after.IssuedUtc = before.IssuedUtc;
        after.ExpiresUtc = before.ExpiresUtc;
        after.IsPersistent = before.IsPersistent;
        after.AllowRefresh = before.AllowRefresh;
    }

    private static IEnumerable<ISessionValidator> ValidatorsOf(HttpContext context) =>
        context.RequestServices.GetServices<ISessionValidator>();
}
