using Microsoft.AspNetCore.Authentication;

namespace SecureSessions.Tokens;

/// <summary>Finds no ticket in any text: the tokens of sessions hold none.</summary>
internal sealed class NoTickets : ISecureDataFormat<AuthenticationTicket>
{
    public static NoTickets Instance { get; } = new();

    public string Protect(AuthenticationTicket data) => Protect(data, purpose: null);

    public string Protect(AuthenticationTicket data, string? purpose) =>
        throw new InvalidOperationException("A token of a session holds no ticket. Sign in by SignInAsync() of its scheme.");

    public AuthenticationTicket? Unprotect(string? protectedText) => null;

    public AuthenticationTicket? Unprotect(string? protectedText, string? purpose) => null;
}
