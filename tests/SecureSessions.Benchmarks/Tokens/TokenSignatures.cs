using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SecureSessions.Tokens;

namespace SecureSessions.Benchmarks.Tokens;

/// <summary>Signs and verifies access tokens, and what is below that.</summary>
internal sealed class TokenSignatures : IDisposable
{
    private static readonly byte[] Text = new byte[500];

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _signature;
    private readonly TokenClients _clients;
    private readonly LoadedSession _session;
    private readonly string _token;
    private readonly AccessTokenIssuer _issuer;
    private readonly AccessTokenValidator _validator;
    private readonly IReadOnlyList<JsonWebKey> _keys;
    private readonly JsonWebTokenHandler _plain = new() { MapInboundClaims = false };
    private readonly TokenValidationParameters _parameters;

    private TokenSignatures(TokenClients clients, LoadedSession session, string token, IReadOnlyList<JsonWebKey> keys)
    {
        _clients = clients;
        _session = session;
        _token = token;
        _signature = _key.SignData(Text, HashAlgorithmName.SHA256);
        _issuer = clients.Services.GetRequiredService<AccessTokenIssuer>();
        _validator = new AccessTokenValidator(TimeProvider.System);
        _keys = keys;
        _parameters = TokenApp.ParametersFor(keys[0]);
    }

    public static async Task<TokenSignatures> CreateAsync(TokenClients clients)
    {
        SessionTokens tokens = await clients.SignInAsync();
        if (!SessionToken.TryParseRefreshToken(tokens.RefreshToken, out SessionToken token))
            throw new InvalidOperationException("The refresh token cannot be read.");

        TokenArrival arrival = await clients.Services.GetRequiredService<TokenArrivals>().LoadAsync(token, FindMode.Passive);
        IReadOnlyList<JsonWebKey> keys = await clients.Services.GetRequiredService<ISigningKeys>().GetVerifyingAsync();
        return new TokenSignatures(clients, arrival.Session!, tokens.AccessToken.Value, keys);
    }

    public void Sign() => _key.SignData(Text, HashAlgorithmName.SHA256);

    public void Verify() => Check(_key.VerifyData(Text, _signature, HashAlgorithmName.SHA256));

    public async ValueTask IssueAsync() => await _issuer.IssueAsync(_clients.NewContext(), _session, TokenApp.Audience, "refresh");

    public async ValueTask ValidatePlainAsync() => Check((await _plain.ValidateTokenAsync(_token, _parameters)).IsValid);

    public async ValueTask ValidateAsync() =>
        Check((await _validator.ValidateAsync(_token, TokenApp.Issuer, [TokenApp.Audience], _keys)).Facts is not null);

    public void Dispose() => _key.Dispose();

    private static void Check(bool isGood)
    {
        if (!isGood)
            throw new InvalidOperationException("A signature that is good was refused.");
    }
}
