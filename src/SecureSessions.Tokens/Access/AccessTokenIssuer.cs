using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SecureSessions.Tokens;

/// <summary>Issues access tokens for sessions (RFC 9068).</summary>
internal sealed class AccessTokenIssuer(
    TokenPolicy policy, ISigningKeys keys, SessionOpener opener, SessionEvents events, TimeProvider timeProvider)
{
    private const int TokenIdSize = 16;

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Makes sure that tokens can be signed, before anything is changed for one.</summary>
    /// <exception cref="SecureSessionStoreException">There is no key to be had.</exception>
    public async ValueTask EnsureCanSignAsync() => await keys.GetSigningAsync();

    /// <summary>Issues an access token.</summary>
    /// <param name="context">The request.</param>
    /// <param name="session">The session, with the secret that the client is going to have.</param>
    /// <param name="audience">The API that it is for.</param>
    /// <param name="occasion">On what occasion: <c>sign_in</c>, <c>refresh</c>, <c>step_up</c> or <c>cookie</c>.</param>
    /// <exception cref="SecureSessionStoreException">There is no key to be had.</exception>
    public async ValueTask<AccessToken> IssueAsync(HttpContext context, LoadedSession session, string audience, string occasion)
    {
        SigningCredentials credentials = await keys.GetSigningAsync();
        DateTimeOffset now = timeProvider.GetUtcNow();
        DateTimeOffset sessionNow = session.NowBy(timeProvider);
        SessionAuthentication? authentication = AuthenticationOf(session, sessionNow, out DateTimeOffset? until);
        TimeSpan lifetime = Least(policy.AccessTokenLifetime, session.Record.ExpiresAt - sessionNow, until - sessionNow);
        long issuedAt = now.ToUnixTimeSeconds();
        long expiresAt = Math.Max((now + lifetime).ToUnixTimeSeconds(), issuedAt);
        Dictionary<string, object> claims = ClaimsOf(session, audience, authentication);
        claims[AccessTokenClaims.IssuedAt] = issuedAt;
        claims[AccessTokenClaims.ExpiresAt] = expiresAt;
        string token = _handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = SessionTokenDefaults.TokenType,
            SigningCredentials = credentials,
            Claims = claims,
        });
        await events.RaiseAsync(
            context, SessionEventType.TokenCreated, session.Record.Id, session.Payload.UserId, detail: occasion);
        return new AccessToken(token, audience, DateTimeOffset.FromUnixTimeSeconds(expiresAt), (int)(expiresAt - issuedAt));
    }

    private Dictionary<string, object> ClaimsOf(LoadedSession session, string audience, SessionAuthentication? authentication)
    {
        ClaimsPrincipal principal = TicketChange.Read(session.Payload).Principal;
        string userId = session.Payload.UserId!;
        string clientId = TokenGrant.Of(session.Payload)?.ClientId ?? policy.BrowserClientId;
        var claims = new Dictionary<string, object>(StringComparer.Ordinal);
        policy.SelectClaims?.Invoke(new AccessTokenContext(principal, userId, session.Record.Id, clientId, audience, claims));
        claims[AccessTokenClaims.Issuer] = policy.Issuer;
        claims[AccessTokenClaims.Subject] = userId;
        claims[AccessTokenClaims.Audience] = audience;
        claims[AccessTokenClaims.TokenId] = NewTokenId();
        claims[AccessTokenClaims.ClientId] = clientId;
        claims[AccessTokenClaims.SessionId] = session.Record.Id.ToString();
        claims[AccessTokenClaims.PrivilegeChanges] = session.Record.PrivilegeChanges;

        // A cookie's secret is renewed without the client of the token being told, so that only a refresh token's generation is named.
        if (session.Token.Secret.Kind == SecretKind.RefreshToken)
            claims[AccessTokenClaims.Generation] = TextOf(opener.Hash(session.Token));
        if (authentication is not null)
        {
            claims[AccessTokenClaims.AuthenticatedAt] = authentication.At.ToUnixTimeSeconds();
            if (authentication.Level is { } level)
                claims[AccessTokenClaims.Level] = level;
            if (authentication.Methods.Count > 0)
                claims[AccessTokenClaims.Methods] = authentication.Methods.ToArray();
        }

        if (RolesOf(principal) is { Length: > 0 } roles)
            claims[AccessTokenClaims.Roles] = roles;
        return claims;
    }

    /// <summary>
    /// The authentication that a token tells of. A token that tells of a step-up is good no longer than the step-up. While a signal of
    /// trouble demands a step-up, a token tells of none, so that no API takes it for fresh.
    /// </summary>
    private static SessionAuthentication? AuthenticationOf(LoadedSession session, DateTimeOffset now, out DateTimeOffset? until)
    {
        until = null;
        if (session.Payload.NeedsStepUp)
            return null;
        if (session.Payload.Elevation is not { } elevation || now >= elevation.Until)
            return session.Payload.Authentication;

        until = elevation.Until;
        return elevation.Authentication;
    }

    private static string[] RolesOf(ClaimsPrincipal principal) =>
        [.. principal.Identities
            .SelectMany(static identity => identity.FindAll(identity.RoleClaimType).Concat(identity.FindAll(AccessTokenClaims.Roles)))
            .Select(static claim => claim.Value)
            .Distinct(StringComparer.Ordinal)];

    private static string NewTokenId()
    {
        Span<byte> bytes = stackalloc byte[TokenIdSize];
        RandomNumberGenerator.Fill(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    private static string TextOf(in SecretHash hash)
    {
        Span<byte> bytes = stackalloc byte[SecretHash.Size];
        hash.CopyTo(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other, TimeSpan? third)
    {
        TimeSpan least = one < other ? one : other;
        least = third is { } more && more < least ? more : least;
        return least < TimeSpan.Zero ? TimeSpan.Zero : least;
    }
}
