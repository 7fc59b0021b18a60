namespace SecureSessions;

/// <summary>The deadlines that a standard asks for.</summary>
public sealed class SecureSessionPreset
{
    private SecureSessionPreset(TimeSpan idleTimeout, TimeSpan absoluteTimeout)
    {
        IdleTimeout = idleTimeout;
        AbsoluteTimeout = absoluteTimeout;
    }

    /// <summary>NIST SP 800-63B-4, 2.1.3: 30 days overall, and no separate limit for inactivity.</summary>
    public static SecureSessionPreset Aal1 { get; } = new(TimeSpan.FromDays(30), TimeSpan.FromDays(30));

    /// <summary>NIST SP 800-63B-4, 2.2.3: 24 hours overall, 1 hour of inactivity.</summary>
    public static SecureSessionPreset Aal2 { get; } = new(TimeSpan.FromHours(1), TimeSpan.FromHours(24));

    /// <summary>NIST SP 800-63B-4, 2.3.3: 12 hours overall, 15 minutes of inactivity.</summary>
    public static SecureSessionPreset Aal3 { get; } = new(TimeSpan.FromMinutes(15), TimeSpan.FromHours(12));

    /// <summary>OWASP Session Management Cheat Sheet, high-value apps: 5 minutes of inactivity, 4 hours overall.</summary>
    public static SecureSessionPreset HighValue { get; } = new(TimeSpan.FromMinutes(5), TimeSpan.FromHours(4));

    /// <summary>
    /// PCI DSS 4.0.1, 8.2.8: 15 minutes of inactivity. That standard sets no limit overall; the 8 hours are the default of this library.
    /// </summary>
    public static SecureSessionPreset PciDss { get; } = new(TimeSpan.FromMinutes(15), SecureSessionDefaults.AbsoluteTimeout);

    /// <summary>How long a session lives without activity.</summary>
    public TimeSpan IdleTimeout { get; }

    /// <summary>How long a session lives at most.</summary>
    public TimeSpan AbsoluteTimeout { get; }
}
