namespace SecureSessions.Tokens;

/// <summary>An access token: what a client shows to an API as <c>Authorization: Bearer</c>.</summary>
public sealed class AccessToken
{
    internal AccessToken(string value, string audience, DateTimeOffset expiresAt, int expiresIn)
    {
        Value = value;
        Audience = audience;
        ExpiresAt = expiresAt;
        ExpiresIn = expiresIn;
    }

    /// <summary>The token. It is a secret until it is over.</summary>
    public string Value { get; }

    /// <summary>The API that it is for.</summary>
    public string Audience { get; }

    /// <summary>When it is over, in UTC.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>In how many whole seconds it is over.</summary>
    public int ExpiresIn { get; }

    /// <summary>Always the same text: tokens do not belong into logs.</summary>
    /// <returns>A fixed text.</returns>
    public override string ToString() => "[redacted]";
}
