using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Docs;

/// <summary>The app of the page works as it stands there.</summary>
public sealed class TokensPageTests
{
    [Fact]
    public async Task The_app_of_the_page_signs_a_client_in_answers_it_and_steps_it_up()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Development",
            Args = ["--hostBuilder:reloadConfigOnChange=false", $"--Tokens:SigningKey={key.ExportPkcs8PrivateKeyPem()}"],
        });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        TokensSnippets.Issuer(builder);
        await using WebApplication app = builder.Build();
        TokensSnippets.Endpoints(app);
        TokensSnippets.SignIn(app);
        TokensSnippets.StepUp(app);
        await app.StartAsync();
        using HttpClient client = app.GetTestClient();
        client.BaseAddress = new Uri("https://localhost");

        TokenReply refused = await PostAsync(client, "/client/login", new { User = "ada", Password = "wrong", Device = "x" });
        TokenReply pair = await PostAsync(client, "/client/login", new { User = "ada", Password = "correct", Device = "Office" });
        TokenReply steppedUp = await PostAsync(client, "/client/step-up", new { RefreshToken = pair.Refresh, Code = "123456" });

        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(client, pair.Access));
        Assert.Equal(HttpStatusCode.OK, await CallAsync(client, steppedUp.Access));
    }

    private static async Task<TokenReply> PostAsync(HttpClient client, string path, object body) =>
        await TokenHost.ReadAsync(await client.PostAsJsonAsync(path, body));

    private static async Task<HttpStatusCode> CallAsync(HttpClient client, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/hello");
        request.Headers.Authorization = new("Bearer", token);
        using HttpResponseMessage response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
