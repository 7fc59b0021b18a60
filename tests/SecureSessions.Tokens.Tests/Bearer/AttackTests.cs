using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Bearer;

/// <summary>
/// The attacks on tokens of OWASP WSTG-SESS-10, RFC 8725 and more: each is answered 401, by the API and by the introspection.
/// </summary>
[Trait("Requirement", "TK-2")]
[Trait("Requirement", "TK-3")]
[Trait("Requirement", "TK-4")]
public sealed class AttackTests : IAsyncLifetime
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _attacker = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private TokenHost _host = null!;
    private string _token = "";

    // The first parameter of each attack is a good token, the second the attacker's key, the third the key that signs.
    private static readonly Dictionary<string, Func<string, ECDsa, ECDsa, string>> Attacks = new()
    {
        ["alg none"] = static (token, _, _) => Forge.Unsigned(token, static header => header["alg"] = "none") + ".",
        ["alg NoNe"] = static (token, _, _) => Forge.Unsigned(token, static header => header["alg"] = "NoNe") + ".",
        ["alg none with the signature"] = static (token, _, _) =>
            Forge.Unsigned(token, static header => header["alg"] = "none") + token[token.LastIndexOf('.')..],
        ["no alg"] = static (token, _, own) => Forge.Sign(token, own, static header => header.Remove("alg")),
        ["HS256 with the public key in PEM"] = static (token, _, own) =>
            Forge.Mac(token, Encoding.ASCII.GetBytes(own.ExportSubjectPublicKeyInfoPem())),
        ["HS256 with the public key in DER"] = static (token, _, own) => Forge.Mac(token, own.ExportSubjectPublicKeyInfo()),
        ["HS256 with nothing"] = static (token, _, _) => Forge.Mac(token, []),
        ["ES384 in the header"] = static (token, _, own) => Forge.Sign(token, own, static header => header["alg"] = "ES384"),
        ["another key"] = static (token, attacker, _) => Forge.Sign(token, attacker),
        ["another key and its jwk"] = static (token, attacker, _) => Forge.Sign(token, attacker, header => header["jwk"] = JwkOf(attacker)),
        ["another key, its jwk and its kid"] = static (token, attacker, _) => Forge.Sign(token, attacker, header =>
        {
            header["jwk"] = JwkOf(attacker);
            header["kid"] = "attacker";
        }),
        ["another key and a jku"] = static (token, attacker, _) =>
            Forge.Sign(token, attacker, static header => header["jku"] = "https://evil.example/jwks"),
        ["another key and an x5u"] = static (token, attacker, _) =>
            Forge.Sign(token, attacker, static header => header["x5u"] = "https://evil.example/x5u"),
        ["kid of a path"] = static (token, _, own) => Forge.Sign(token, own, static header => header["kid"] = "../../dev/null"),
        ["kid of SQL"] = static (token, _, own) => Forge.Sign(token, own, static header => header["kid"] = "' OR '1'='1"),
        ["kid of another case"] = static (token, _, own) =>
            Forge.Sign(token, own, static header => header["kid"] = Swap(header["kid"]!.GetValue<string>())),
        ["no kid"] = static (token, _, own) => Forge.Sign(token, own, static header => header.Remove("kid")),
        ["empty kid"] = static (token, _, own) => Forge.Sign(token, own, static header => header["kid"] = ""),
        ["signature of zeros"] = static (token, _, _) => token[..(token.LastIndexOf('.') + 1)] + Forge.Text(new byte[64]),
        ["signature in DER"] = static (token, _, own) => Forge.WithDerSignature(token, own),
        ["signature cut short"] = static (token, _, _) => token[..^4],
        ["no signature"] = static (token, _, _) => token[..(token.LastIndexOf('.') + 1)],
        ["two parts"] = static (token, _, _) => token[..token.LastIndexOf('.')],
        ["five parts"] = static (token, _, _) => token + ".AAAA.AAAA",
        ["another user"] = static (token, _, _) =>
            Forge.Unsigned(token, payload: static claims => claims["sub"] = "eve") + token[token.LastIndexOf('.')..],
        ["typ JWT"] = static (token, _, own) => Forge.Sign(token, own, static header => header["typ"] = "JWT"),
        ["typ of a logout token"] = static (token, _, own) => Forge.Sign(token, own, static header => header["typ"] = "logout+jwt"),
        ["no typ"] = static (token, _, own) => Forge.Sign(token, own, static header => header.Remove("typ")),
        ["an ID token"] = static (token, _, own) => Forge.Sign(
            token, own, static header => header["typ"] = "JWT", static claims => claims["nonce"] = "n"),
        ["crit"] = static (token, _, own) => Forge.Sign(token, own, static header => header["crit"] = new JsonArray("b64")),
        ["another issuer"] = static (token, _, own) =>
            Forge.Sign(token, own, payload: static claims => claims["iss"] = "https://evil.example"),
        ["issuer with a slash"] = static (token, _, own) =>
            Forge.Sign(token, own, payload: static claims => claims["iss"] = TokenHost.Issuer + "/"),
        ["no issuer"] = static (token, _, own) => Forge.Sign(token, own, payload: static claims => claims.Remove("iss")),
        ["another audience"] = static (token, _, own) =>
            Forge.Sign(token, own, payload: static claims => claims["aud"] = "https://evil.example"),
        ["several audiences"] = static (token, _, own) =>
            Forge.Sign(token, own, payload: static claims => claims["aud"] = new JsonArray(TokenHost.Api, "https://evil.example")),
        ["an array of one audience"] = static (token, _, own) =>
            Forge.Sign(token, own, payload: static claims => claims["aud"] = new JsonArray(TokenHost.Api)),
        ["no audience"] = static (token, _, own) => Forge.Sign(token, own, payload: static claims => claims.Remove("aud")),
        ["exp as text"] = static (token, _, own) =>
            Forge.Sign(token, own, payload: static claims => claims["exp"] = claims["exp"]!.ToJsonString()),
        ["exp in the past"] = static (token, _, own) => Forge.Sign(token, own, payload: static claims => claims["exp"] = 1_000),
        ["negative exp"] = static (token, _, own) => Forge.Sign(token, own, payload: static claims => claims["exp"] = -1),
        ["endless exp"] = static (token, _, own) =>
            Forge.Sign(token, own, payload: static claims => claims["exp"] = JsonNode.Parse("1e400")),
        ["no exp"] = static (token, _, own) => Forge.Sign(token, own, payload: static claims => claims.Remove("exp")),
        ["nbf in the future"] = static (token, _, own) => Forge.Sign(token, own, payload: static claims => claims["nbf"] = 4_000_000_000),
        ["no sid"] = static (token, _, own) => Forge.Sign(token, own, payload: static claims => claims.Remove("sid")),
        ["sid of another shape"] = static (token, _, own) => Forge.Sign(token, own, payload: static claims => claims["sid"] = "../x"),
        ["sid of no session"] = static (token, _, own) =>
            Forge.Sign(token, own, payload: static claims => claims["sid"] = SessionToken.Create().Id.ToString()),
        ["gen of another shape"] = static (token, _, own) => Forge.Sign(token, own, payload: static claims => claims["gen"] = 1),
        ["gen of no secret"] = static (token, _, own) =>
            Forge.Sign(token, own, payload: static claims => claims["gen"] = Forge.Text(new byte[32])),
        ["prv of another count"] = static (token, _, own) => Forge.Sign(token, own, payload: static claims => claims["prv"] = 7),
        ["nothing"] = static (_, _, _) => "",
        ["junk"] = static (_, _, _) => "a.b.c",
        ["dots"] = static (_, _, _) => "..",
        ["not base64"] = static (token, _, _) => token.Replace('.', '!'),
        ["long"] = static (token, _, own) =>
            Forge.Sign(token, own, payload: static claims => claims["long"] = new string('x', 1024 * 1024)),
    };

    public static TheoryData<string> Names => [.. Attacks.Keys];

    public async Task InitializeAsync()
    {
        _host = await TokenHost.StartAsync(new TokenHostSettings
        {
            Tokens = tokens => tokens.SigningKeys.Add(SessionSigningKey.FromPem(_key.ExportPkcs8PrivateKeyPem())),
        });
        _token = (await _host.SignInAsync()).Access;
    }

    public async Task DisposeAsync()
    {
        _key.Dispose();
        _attacker.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_attack_gets_401_and_no_word_of_why(string name)
    {
        string forged = Attacks[name](_token, _attacker, _key);

        var page = await _host.CallAsync(forged);

        Assert.Equal(HttpStatusCode.Unauthorized, page.Status);
        Assert.Equal("", page.Body);
        Assert.Contains(
            page.Header("WWW-Authenticate"),
            (string[])
            [
                "Bearer",
                "Bearer error=\"invalid_token\", error_description=\"The access token is not valid, or not valid any more\"",
            ]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_attack_is_no_active_token(string name)
    {
        // A form of this size is refused before it is read.
        TokenReply reply = await _host.IntrospectAsync(Attacks[name](_token, _attacker, _key));

        if (reply.Status == HttpStatusCode.OK)
            Assert.Equal("{\"active\":false}", reply.Page.Body);
        else
            Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (reply.Status, reply.Error));
    }

    [Fact]
    public async Task What_is_not_attacked_is_accepted()
    {
        Assert.Equal(HttpStatusCode.OK, await _host.StatusAsync(_token));
        Assert.Equal(HttpStatusCode.OK, await _host.StatusAsync(Forge.Sign(_token, _key)));
        Assert.Equal(
            HttpStatusCode.OK, await _host.StatusAsync(Forge.Sign(_token, _key, static header => header["typ"] = "application/AT+JWT")));
    }

    [Fact]
    [Trait("Requirement", "TK-9")]
    public async Task The_other_signature_of_a_token_is_the_same_token_and_is_as_dead_when_the_session_has_ended()
    {
        string other = Forge.WithOtherSignature(_token);
        Assert.NotEqual(_token, other);
        Assert.Equal(HttpStatusCode.OK, await _host.StatusAsync(other));

        await _host.Host.Manager.EndAllAsync("ada");

        Assert.Equal(HttpStatusCode.Unauthorized, await _host.StatusAsync(other));
        Assert.Equal(HttpStatusCode.Unauthorized, await _host.StatusAsync(_token));
    }

    private static JsonObject JwkOf(ECDsa key)
    {
        ECParameters parameters = key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["x"] = Forge.Text(parameters.Q.X!),
            ["y"] = Forge.Text(parameters.Q.Y!),
        };
    }

    private static string Swap(string text) =>
        string.Concat(text.Select(static one => char.IsUpper(one) ? char.ToLowerInvariant(one) : char.ToUpperInvariant(one)));
}
