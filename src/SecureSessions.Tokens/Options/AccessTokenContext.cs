using System.Security.Claims;

namespace SecureSessions.Tokens;

/// <summary>An access token that is about to be issued, for <see cref="SessionTokenOptions.SelectClaims"/>.</summary>
public sealed class AccessTokenContext
{
    private readonly Dictionary<string, object> _claims;
    private readonly HashSet<string> _reserved;

    internal AccessTokenContext(
        ClaimsPrincipal principal,
        string userId,
        SessionId sessionId,
        string clientId,
        string audience,
        Dictionary<string, object> claims)
    {
        Principal = principal;
        UserId = userId;
        SessionId = sessionId;
        ClientId = clientId;
        Audience = audience;
        _claims = claims;
        _reserved = [.. AccessTokenClaims.Reserved];
    }

    /// <summary>The principal of the session.</summary>
    public ClaimsPrincipal Principal { get; }

    /// <summary>The user of the session: the claim <c>sub</c>.</summary>
    public string UserId { get; }

    /// <summary>The session: the claim <c>sid</c>.</summary>
    public SessionId SessionId { get; }

    /// <summary>The client: the claim <c>client_id</c>.</summary>
    public string ClientId { get; }

    /// <summary>The API that the token is for: the claim <c>aud</c>.</summary>
    public string Audience { get; }

    /// <summary>Adds a claim. A second one of the same name replaces the first.</summary>
    /// <param name="name">The name of the claim.</param>
    /// <param name="value">The value; <see langword="null"/> adds nothing.</param>
    /// <exception cref="ArgumentException">The name is one of those that the library sets itself.</exception>
    public void Add(string name, string? value) => Put(name, value);

    /// <summary>Adds a claim with several values.</summary>
    /// <param name="name">The name of the claim.</param>
    /// <param name="values">The values.</param>
    /// <exception cref="ArgumentException">The name is one of those that the library sets itself.</exception>
    public void Add(string name, IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Put(name, values.ToArray());
    }

    /// <summary>Adds a claim that is a number.</summary>
    /// <param name="name">The name of the claim.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The name is one of those that the library sets itself.</exception>
    public void Add(string name, long value) => Put(name, value);

    /// <summary>Adds a claim that is true or false.</summary>
    /// <param name="name">The name of the claim.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The name is one of those that the library sets itself.</exception>
    public void Add(string name, bool value) => Put(name, value);

    private void Put(string name, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (_reserved.Contains(name))
            throw new ArgumentException($"The claim '{name}' is set by the library. Choose another name.", nameof(name));
        if (value is not null)
            _claims[name] = value;
    }
}
