using System.Text.Json;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace SecureSessions.OpenIdConnect;

/// <summary>Validates logout tokens (OpenID Connect Back-Channel Logout 1.0, 2.6).</summary>
internal sealed class LogoutTokens(
    IOptionsMonitor<OpenIdConnectOptions> schemes, IOptionsMonitor<OpenIdConnectSessionOptions> options, TimeProvider timeProvider)
{
    /// <summary>How old a logout token may be. A used one is remembered for longer: <see cref="ProviderLogout"/>.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(2);

    private const string LogoutEvent = "http://schemas.openid.net/event/backchannel-logout";
    private const int MaxLength = 16 * 1024;

    // Signed by a key of which the provider publishes one half only. A token under the client's secret could come from whoever knows that.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxLength };

    /// <summary>Validates a token. Whether it was used before is not looked at.</summary>
    /// <returns>What it says, or why it is refused.</returns>
    /// <exception cref="InvalidOperationException">The provider's metadata could not be loaded.</exception>
    public async Task<LogoutTokenResult> ValidateAsync(string scheme, string token, CancellationToken cancellationToken)
    {
        // Whatever can be refused without the provider's keys is refused before they are asked for.
        if (!TryRead(token, out JsonWebToken? unverified))
            return LogoutTokenResult.Refused("it is no JSON Web Token");
        if (unverified.Typ is { Length: > 0 } type && !IsLogoutType(type))
            return LogoutTokenResult.Refused("its typ is not logout+jwt");
        if (unverified.EncryptedKey.Length == 0 && !Algorithms.Contains(unverified.Alg, StringComparer.Ordinal))
            return LogoutTokenResult.Refused("its alg is none that signs by a private key");

        OpenIdConnectOptions client = schemes.Get(scheme);
        TokenValidationResult result = await ValidateSignatureAsync(scheme, client, token, cancellationToken);
        if (result is not { IsValid: true, SecurityToken: JsonWebToken verified })
            return LogoutTokenResult.Refused(FaultOf(result.Exception));

        using JsonDocument claims = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes((verified.InnerToken ?? verified).EncodedPayload));
        return FaultOf(claims.RootElement, options.Get(scheme).LogoutClockSkew) is { } fault
            ? LogoutTokenResult.Refused(fault)
            : LogoutTokenResult.Of(
                new ProviderSession(TextOf(claims.RootElement, "iss")!, TextOf(claims.RootElement, "sid"), TextOf(claims.RootElement, "sub")),
                TextOf(claims.RootElement, "jti")!);
    }

    private bool TryRead(string token, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out JsonWebToken? read)
    {
        read = null;
        try
        {
            if (_handler.CanReadToken(token))
                read = _handler.ReadJsonWebToken(token);
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenException or JsonException or FormatException)
        {
            // Junk that has the shape of a token.
        }

        return read is not null;
    }

    private async Task<TokenValidationResult> ValidateSignatureAsync(
        string scheme, OpenIdConnectOptions client, string token, CancellationToken cancellationToken)
    {
        OpenIdConnectConfiguration provider = await ProviderMetadata.GetAsync(scheme, client, cancellationToken);
        TokenValidationResult result = await _handler.ValidateTokenAsync(token, ParametersFor(scheme, client, provider));
        if (result.Exception is not SecurityTokenSignatureKeyNotFoundException || client.ConfigurationManager is not { } manager)
            return result;

        // The provider may have new keys. The manager itself bounds how often it asks.
        manager.RequestRefresh();
        OpenIdConnectConfiguration present = await ProviderMetadata.GetAsync(scheme, client, cancellationToken);
        return ReferenceEquals(present, provider)
            ? result
            : await _handler.ValidateTokenAsync(token, ParametersFor(scheme, client, present));
    }

    private TokenValidationParameters ParametersFor(string scheme, OpenIdConnectOptions client, OpenIdConnectConfiguration provider)
    {
        TokenValidationParameters parameters = client.TokenValidationParameters.Clone();
        parameters.ValidAlgorithms = Algorithms;
        parameters.ValidTypes = null;
        parameters.RequireSignedTokens = true;
        parameters.SignatureValidator = null;
        parameters.ValidateIssuerSigningKey = true;
        parameters.IssuerSigningKeys = [.. parameters.IssuerSigningKeys ?? [], .. provider.SigningKeys];
        parameters.ConfigurationManager = null;
        parameters.ValidateIssuer = true;
        parameters.ValidIssuers = [.. parameters.ValidIssuers ?? [], provider.Issuer];
        parameters.ValidateAudience = true;
        parameters.RequireAudience = true;
        parameters.AudienceValidator = null;
        parameters.ValidAudiences = null;
        parameters.ValidAudience = client.ClientId;

        // Providers that follow a draft of the specification leave `exp` out. The age of the token is bounded by `iat` in any case.
        TimeSpan skew = options.Get(scheme).LogoutClockSkew;
        parameters.ValidateLifetime = true;
#pragma warning disable CA5404 // The token is bounded by `iat` in place of `exp`.
        parameters.RequireExpirationTime = false;
#pragma warning restore CA5404
        parameters.LifetimeValidator = (notBefore, expires, _, _) =>
            (expires is not { } end || timeProvider.GetUtcNow().UtcDateTime - skew < end)
            && (notBefore is not { } begin || timeProvider.GetUtcNow().UtcDateTime + skew >= begin);
        return parameters;
    }

    /// <summary>What is wrong with the claims of a token whose signature, issuer, audience and end are right.</summary>
    private string? FaultOf(JsonElement token, TimeSpan skew)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        if (!token.TryGetProperty("iat", out JsonElement at) || at.ValueKind != JsonValueKind.Number || !at.TryGetDouble(out double issued))
            return "it has no iat";
        if (issued > (now + skew).ToUnixTimeSeconds())
            return "its iat is in the future";
        if (issued < (now - MaxAge - skew).ToUnixTimeSeconds())
            return "its iat is too long ago";
        if (TextOf(token, "jti") is null)
            return "it has no jti";
        if (token.TryGetProperty("nonce", out _))
            return "it has a nonce, so it is an ID token";
        if (TextOf(token, "sid") is null && TextOf(token, "sub") is null)
            return "it has neither sid nor sub";
        return IsLogout(token) ? null : "its events do not say that it is a logout";
    }

    private static bool IsLogout(JsonElement token) =>
        token.TryGetProperty("events", out JsonElement events)
        && events.ValueKind == JsonValueKind.Object
        && events.TryGetProperty(LogoutEvent, out JsonElement logout)
        && logout.ValueKind == JsonValueKind.Object;

    private static string? TextOf(JsonElement token, string claim) =>
        token.TryGetProperty(claim, out JsonElement value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static bool IsLogoutType(string type) =>
        type.Equals("logout+jwt", StringComparison.OrdinalIgnoreCase)
        || type.Equals("application/logout+jwt", StringComparison.OrdinalIgnoreCase)
        || type.Equals("JWT", StringComparison.OrdinalIgnoreCase);

    // Names the kind of fault only: the message of the exception may hold what the sender wrote.
    private static string FaultOf(Exception? exception) => exception switch
    {
        SecurityTokenInvalidIssuerException => "its iss is not the provider",
        SecurityTokenInvalidAudienceException => "its aud is not this client",
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNotYetValidException => "it has expired",
        SecurityTokenInvalidAlgorithmException => "its alg is none that signs by a private key",
        SecurityTokenSignatureKeyNotFoundException => "the provider has no key that signed it",
        SecurityTokenInvalidSignatureException => "its signature is wrong",
        _ => "it is not valid",
    };
}
