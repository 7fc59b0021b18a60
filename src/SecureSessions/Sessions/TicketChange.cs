using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;

namespace SecureSessions;

/// <summary>
/// A request's changes of the authentication ticket of its session: claims, or items of the properties, such as a provider's tokens. The
/// user, the authentication and the deadlines of the session stay.
/// </summary>
/// <remarks>
/// The commit merges the items one by one into the ticket that the store holds then, as it does with session values. A principal is one
/// value: if another request has written another principal meanwhile, this change was made from outdated claims and is not applied.
/// </remarks>
internal sealed class TicketChange
{
    // AuthenticationTokenExtensions.StoreTokens() keeps each token in an item, and the list of their names in one more.
    private const string TokenPrefix = ".Token.";
    private const string TokenNames = ".TokenNames";

    private readonly byte[] _previousPrincipal;
    private readonly ClaimsPrincipal? _principal;
    private readonly Dictionary<string, string?> _items;

    private TicketChange(byte[] previousPrincipal, ClaimsPrincipal? principal, Dictionary<string, string?> items)
    {
        _previousPrincipal = previousPrincipal;
        _principal = principal;
        _items = items;
    }

    /// <summary>
    /// Whether only tokens of a provider change. They grant no privileges in this app, so the session's secret may stay.
    /// </summary>
    public bool ChangesOnlyTokens =>
        _principal is null && _items.Count > 0 && _items.Keys.All(IsToken);

    /// <summary>Whether the principal changes.</summary>
    public bool ChangesPrincipal => _principal is not null;

    public bool ChangesNothing => _principal is null && _items.Count == 0;

    /// <summary>Whether the properties of a ticket have tokens of an identity provider.</summary>
    public static bool HasTokens(AuthenticationProperties properties) => properties.Items.Keys.Any(IsToken);

    /// <summary>The changes that turn one ticket into another.</summary>
    public static TicketChange Between(AuthenticationTicket before, ClaimsPrincipal principal, AuthenticationProperties properties)
    {
        byte[] previousPrincipal = Serialize(before.Principal);
        Dictionary<string, string?> items = new(StringComparer.Ordinal);
        foreach ((string name, string? value) in properties.Items)
        {
            if (!before.Properties.Items.TryGetValue(name, out string? old) || old != value)
                items[name] = value;
        }

        foreach (string name in before.Properties.Items.Keys.Except(properties.Items.Keys, StringComparer.Ordinal))
            items[name] = null;

        // The list of names is computed when the changes are applied, since another request may add tokens too.
        items.Remove(TokenNames);

        bool isSamePrincipal = CryptographicOperations.FixedTimeEquals(Serialize(principal), previousPrincipal);
        return new TicketChange(previousPrincipal, isSamePrincipal ? null : principal, items);
    }

    public static AuthenticationTicket Read(SessionPayload payload) => payload.CopyTicket()
        ?? throw new InvalidOperationException(
            "The session holds an authentication ticket of an unknown format: another version of ASP.NET Core wrote it. Finish the "
            + "upgrade of all nodes, or end the session.");

    /// <summary>Whether the session still has the principal that this change was made from.</summary>
    public bool AppliesTo(SessionPayload payload) =>
        _principal is null || CryptographicOperations.FixedTimeEquals(Serialize(Read(payload).Principal), _previousPrincipal);

    public SessionPayload ApplyTo(SessionPayload payload)
    {
        AuthenticationTicket ticket = Read(payload);
        foreach ((string name, string? value) in _items)
        {
            if (value is null)
                ticket.Properties.Items.Remove(name);
            else
                ticket.Properties.Items[name] = value;
        }

        ListTokens(ticket.Properties);
        return payload with
        {
            Ticket = TicketCodec.Write(
                new AuthenticationTicket(_principal ?? ticket.Principal, ticket.Properties, ticket.AuthenticationScheme)),
            PersistentCookie = ticket.Properties.IsPersistent,
        };
    }

    private static void ListTokens(AuthenticationProperties properties)
    {
        string[] names = [.. properties.Items.Keys.Where(IsToken)];
        if (names.Length == 0)
            properties.Items.Remove(TokenNames);
        else
            properties.Items[TokenNames] = string.Join(';', names.Select(static name => name[TokenPrefix.Length..]));
    }

    private static bool IsToken(string item) => item.StartsWith(TokenPrefix, StringComparison.Ordinal);

    private static byte[] Serialize(ClaimsPrincipal principal) =>
        TicketCodec.Write(new AuthenticationTicket(principal, new AuthenticationProperties(), ""));
}
