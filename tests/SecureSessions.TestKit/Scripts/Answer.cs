using System.Net;
using System.Text;
using System.Text.Json;

namespace SecureSessions.TestKit;

/// <summary>The answer to commands of a <see cref="Script"/>.</summary>
public sealed record Answer(Page Page, string? User, SessionEndReason? EndReason, IReadOnlyDictionary<string, string> Values)
{
    private static readonly Seen Nothing = new(null, null, new Dictionary<string, string>());

    public HttpStatusCode Status => Page.Status;

    /// <summary>The token that the answer sets, if any.</summary>
    public string? NewToken => SessionCookie is { IsDeletion: false } cookie ? cookie.Value : null;

    /// <summary>Whether the answer sets or deletes the session cookie.</summary>
    public bool TouchesCookie => SessionCookie is not null;

    public bool DeletesCookie => SessionCookie is { IsDeletion: true };

    private ParsedCookie? SessionCookie =>
        Page.SetCookies.Select(ParsedCookie.Parse).SingleOrDefault(static cookie => cookie.Name == SecureSessionDefaults.CookieName);

    public static Answer Parse(Page page)
    {
        Seen seen = page.Status == HttpStatusCode.OK ? JsonSerializer.Deserialize<Seen>(page.Body)! : Nothing;
        return new Answer(page, seen.User, seen.EndReason, seen.Values);
    }

    /// <summary>The body of the answer.</summary>
    internal static string Describe(ISecureSession session) => JsonSerializer.Serialize(new Seen(
        session.UserId,
        session.EndReason,
        session.Keys.ToDictionary(
            static key => key, key => session.TryGetValue(key, out byte[]? value) ? Encoding.UTF8.GetString(value) : "")));

    private sealed record Seen(string? User, SessionEndReason? EndReason, Dictionary<string, string> Values);
}
