namespace SecureSessions;

/// <summary>How the endpoints of <c>MapSecureSessions()</c> behave.</summary>
public sealed class SecureSessionsEndpointOptions
{
    /// <summary>How long ago, at most, the user must have authenticated to end other sessions by these endpoints (ASVS 7.5.2).</summary>
    /// <value>
    /// Default: <see cref="SecureSessionDefaults.FreshAuthenticationForEnding"/>, 5 minutes. <see langword="null"/>: an authentication of
    /// any age is enough.
    /// </value>
    /// <remarks>
    /// Security: with <see langword="null"/>, a person who finds a signed-in browser can sign its user out everywhere else. Ending the
    /// current session never needs a fresh authentication.
    /// </remarks>
    public TimeSpan? FreshAuthenticationForEnding { get; set; } = SecureSessionDefaults.FreshAuthenticationForEnding;

    internal void EnsureValid()
    {
        if (FreshAuthenticationForEnding is { } age && (age < TimeSpan.FromSeconds(1) || age.TotalSeconds > int.MaxValue))
        {
            throw new ArgumentOutOfRangeException(
                nameof(FreshAuthenticationForEnding),
                $"FreshAuthenticationForEnding is {age}: an authentication may be between 1 second and {int.MaxValue} seconds old. Set "
                + "such a time, or null to ask for no fresh authentication.");
        }
    }
}
