namespace SecureSessions;

/// <summary>How the endpoints of <c>MapSecureSessions()</c> behave.</summary>
public sealed class SecureSessionsEndpointOptions
{
    /// <summary>How long ago the user must have authenticated at most to end other sessions from here (ASVS 7.5.2).</summary>
    /// <value>Default: <see cref="SecureSessionDefaults.FreshAuthenticationForEnding"/>, 5 minutes. <see langword="null"/>: whoever has the session
    /// may end the others.</value>
    /// <remarks>Security: without it, whoever finds a signed-in browser can sign its user out everywhere else. Ending the own session never
    /// asks for it.</remarks>
    public TimeSpan? FreshAuthenticationForEnding { get; set; } = SecureSessionDefaults.FreshAuthenticationForEnding;

    internal void EnsureValid()
    {
        if (FreshAuthenticationForEnding is { } age && (age < TimeSpan.FromSeconds(1) || age.TotalSeconds > int.MaxValue))
        {
            throw new ArgumentOutOfRangeException(
                nameof(FreshAuthenticationForEnding),
                $"FreshAuthenticationForEnding is {age}: an authentication may be between 1 second and {int.MaxValue} seconds old. Set such a time, or null to ask for no fresh authentication.");
        }
    }
}
