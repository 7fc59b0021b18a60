namespace SecureSessions;

// The authentications of the session's user: the sign-in, and the last step-up.
internal sealed partial class SecureSession
{
    public SessionAuthentication? Authentication => CurrentElevation?.Authentication ?? BasePayload.Authentication;

    private SessionPayload.StepUp? CurrentElevation =>
        (Changes?.Elevation ?? BasePayload.Elevation) is { } elevation && Now < elevation.Until ? elevation : null;

    private DateTimeOffset Now => _stored!.NowBy(scope.TimeProvider);

    public void StepUp(IEnumerable<string> methods, string? level = null, TimeSpan? validFor = null)
    {
        ArgumentNullException.ThrowIfNull(methods);
        TimeSpan lifetime = validFor ?? scope.Policy.StepUpLifetime;
        if (lifetime <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(
                nameof(validFor),
                validFor,
                "A step-up has to count for a time above zero. Pass a longer time, or none: then SecureSessionOptions.StepUpLifetime "
                + "applies.");
        }

        if (UserId is null)
        {
            throw new InvalidOperationException(
                "Nobody is signed in, so a step-up is not possible. Call StepUp() in the session of a signed-in user, and SignInAsync() "
                + "otherwise.");
        }

        var authentication = SessionAuthentication.CreateStepUp(Now, methods, level);
        Elevate(SessionPayload.StepUp.For(authentication, lifetime, AbsoluteExpiresAt!.Value));
    }

    /// <summary>
    /// Whether the last step-up or the sign-in is recent enough and has the required level. While a signal of trouble demands a step-up,
    /// no earlier authentication counts.
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
        && (level is null || scope.Policy.AuthenticationLevels.Meets(authentication.Level, level));

    /// <summary>
    /// Changes the authentication ticket without a new authentication. Other claims are a change of privilege, so the secret is
    /// regenerated (ASVS 7.2.4); other tokens of a provider are not, so the secret stays.
    /// </summary>
    public void ChangeTicket(TicketChange change)
    {
        SessionPayloadTooLargeException.ThrowIfOver(change.ApplyTo(CurrentPayload), scope.Policy.MaxPayloadBytes);
        if (change.ChangesOnlyTokens)
            BeginChange();
        else
            ChangeState(SessionState.Regenerating);

        Changes ??= new SessionChanges();
        Changes.Ticket = change;
        _size = null;
    }

    private void Elevate(SessionPayload.StepUp elevation)
    {
        SessionPayloadTooLargeException.ThrowIfOver(CurrentPayload with { Elevation = elevation }, scope.Policy.MaxPayloadBytes);
        ChangeState(SessionState.Regenerating);
        Changes ??= new SessionChanges();
        Changes.Elevation = elevation;
        _size = null;
    }
}
