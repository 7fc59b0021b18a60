using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Bearer;

/// <summary>A token of a key that an API does not know.</summary>
public sealed class UnknownKeyTests
{
    private int _loads;

    [Fact]
    [Trait("Requirement", "TK-3")]
    public async Task It_is_refused_and_has_the_keys_loaded_anew_once_in_five_minutes()
    {
        await using TokenHost issuer = await TokenHost.StartAsync(new TokenHostSettings { Before = CountLoads });
        await using ResourceServer api = await ResourceServer.StartAsync(issuer, SessionCheck.SignatureOnly);
        TokenReply reply = await issuer.SignInAsync();
        using ECDsa attacker = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string forged = Forge.Sign(reply.Access, attacker, static header => header["kid"] = "unknown");
        Assert.Equal((HttpStatusCode.OK, 1), (await api.StatusAsync(reply.Access), _loads));

        await RefuseAsync(api, forged);
        await Poll.UntilAsync(() => _loads == 2, "the keys are loaded anew");
        await RefuseAsync(api, forged);

        Assert.Equal((HttpStatusCode.OK, 2), (await api.StatusAsync(reply.Access), _loads));
    }

    private static async Task RefuseAsync(ResourceServer api, string forged)
    {
        for (int i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(forged));
    }

    private void CountLoads(WebApplication app) => app.Use((context, next) =>
    {
        if (context.Request.Path.StartsWithSegments("/.well-known", StringComparison.Ordinal))
            Interlocked.Increment(ref _loads);
        return next(context);
    });
}
