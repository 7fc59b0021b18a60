namespace SecureSessions;

// How the user proved who they are: at the sign-in, and perhaps once more since.
internal sealed partial class SecureSession
{
    public SessionAuthentication? Authentication => CurrentElevation?.Authentication ?? BasePayload.Authentication;

    private SessionPayload.StepUp? CurrentElevation =>
        (Changes?.Elevation ?? BasePayload.Elevation) is { } elevation && Now < elevation.Until ? elevation : null;

    private DateTimeOffset Now => _stored!.NowBy(timeProvider);

    public void StepUp(IEnumerable<string> methods, string? level = null, TimeSpan? validFor = null)
    {
        ArgumentNullException.ThrowIfNull(methods);
        TimeSpan lifetime = validFor ?? policy.StepUpLifetime;
        if (lifetime <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(validFor), validFor, "A step-up that is over at once is none. Let it count for a while, or leave the time to SecureSessionOptions.StepUpLifetime.");
        if (UserId is null)
            throw new InvalidOperationException("Nobody is signed in, so that nobody can authenticate again. Call StepUp() in the session of a signed-in user, and SignInAsync() otherwise.");

        var authentication = SessionAuthentication.Create(Now, methods, level);
        if (authentication.Methods.Count == 0)
            throw new ArgumentException("A step-up is an authentication: it names at least one method, for example pwd or otp (RFC 8176).", nameof(methods));

        Elevate(new SessionPayload.StepUp(authentication, lifetime < AbsoluteExpiresAt - authentication.At ? authentication.At + lifetime : AbsoluteExpiresAt!.Value));
    }

    /// <summary>
    /// Whether one authentication of the user is recent enough and of the level that is asked for. The sign-in still counts where a step-up would
    /// not do, and none of them while something suspicious is open.
    /// </summary>
    public bool IsAuthenticated(TimeSpan? maxAge, string? level)
    {
        if (UserId is null || (BasePayload.NeedsStepUp && Changes?.Elevation is null))
            return false;

        return Meets(CurrentElevation?.Authentication, maxAge, level) || Meets(BasePayload.Authentication, maxAge, level);
    }

    private bool Meets(SessionAuthentication? authentication, TimeSpan? maxAge, string? level) =>
        authentication is not null
        && (maxAge is null || Now - authentication.At <= maxAge)
        && (level is null || policy.AuthenticationLevels.Meets(authentication.Level, level));

    /// <summary>
    /// Changes the ticket, where nobody authenticated anew. Other claims are a change of privilege and bring a new secret (ASVS 7.2.4); tokens
    /// of a provider are none.
    /// </summary>
    public void ChangeTicket(TicketChange change)
    {
        EnsureFits(change.ApplyTo(CurrentPayload));
        if (change.ChangesOnlyTokens)
            BeginChange();
        else
            Enter(SessionState.Regenerating);

        Changes ??= new SessionChanges();
        Changes.Ticket = change;
        _size = null;
    }

    private void Elevate(SessionPayload.StepUp elevation)
    {
        EnsureFits(CurrentPayload with { Elevation = elevation });
        Enter(SessionState.Regenerating);
        Changes ??= new SessionChanges();
        Changes.Elevation = elevation;
        _size = null;
    }

    private void EnsureFits(SessionPayload payload)
    {
        if (SessionPayloadCodec.SizeOf(payload) > policy.MaxPayloadBytes)
            throw SessionPayloadTooLargeException.For(payload, policy.MaxPayloadBytes);
    }
}
