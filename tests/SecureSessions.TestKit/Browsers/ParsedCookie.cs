namespace SecureSessions.TestKit;

/// <summary>A <c>Set-Cookie</c> line as a browser reads it.</summary>
public sealed record ParsedCookie(string Name, string Value, IReadOnlyList<string> Attributes)
{
    public bool Secure => Has("Secure");

    public bool HttpOnly => Has("HttpOnly");

    public string? Path => Of("Path");

    public string? Domain => Of("Domain");

    public string? SameSite => Of("SameSite");

    public string? MaxAge => Of("Max-Age");

    public bool IsDeletion => MaxAge == "0" || (Of("Expires") is { } expires && expires.Contains("1970", StringComparison.Ordinal));

    /// <summary>Whether a browser keeps it, by the prefix of its name; browsers ignore the prefix's case.</summary>
    public bool IsAcceptable =>
        !Name.StartsWith("__Host-", StringComparison.OrdinalIgnoreCase)
            ? !Name.StartsWith("__Secure-", StringComparison.OrdinalIgnoreCase) || Secure
            : Secure && Path == "/" && Domain is null;

    public static ParsedCookie Parse(string line)
    {
        string[] parts = line.Split(';', StringSplitOptions.TrimEntries);
        int equals = parts[0].IndexOf('=', StringComparison.Ordinal);
        return new ParsedCookie(parts[0][..equals], parts[0][(equals + 1)..], parts[1..]);
    }

    private bool Has(string name) => Attributes.Contains(name, StringComparer.OrdinalIgnoreCase);

    private string? Of(string name) => Attributes
        .FirstOrDefault(attribute => attribute.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..];
}
