using SecureSessions.Sample;
using SecureSessions.TestKit;
using SecureSessions.Tokens;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

/// <summary>The sample as <c>curl</c> sees it, over HTTPS, with a cookie jar that is none of ours.</summary>
public sealed class CurlTests : IAsyncLifetime, IDisposable
{
    private const string Account = "/api/account";

    private readonly TempFolder _folder = new();
    private RunningApp _site = null!;
    private Curl _curl = null!;

    public async Task InitializeAsync()
    {
        _site = await RunningApp.StartAsync(
            _folder.Create("site"),
            DotNetCli.Program,
            Repository.PathTo("samples", "SecureSessions.Sample", "bin", Repository.Configuration, "net10.0", "SecureSessions.Sample.dll"),
            $"--Tokens:Cookie={SessionTokenDefaults.AccessTokenCookieName}",
            "--Sessions:StoreTimeout",
            $"{Patience.StoreTimeout}");
        _curl = new Curl(_folder.Create("curl"), _site.Address, Path.Combine(_folder.Path, "site", "test.crt"));
    }

    public Task DisposeAsync() => _site.DisposeAsync().AsTask();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Requirement", "TM-1")]
    public async Task It_signs_in_calls_an_API_by_the_cookie_of_an_access_token_and_has_none_left_after_the_sign_out()
    {
        Assert.Equal(401, (await _curl.SendAsync(Account)).Status);
        await LogInAsync();
        Assert.Equal((401, false), ((await _curl.SendAsync(Account)).Status, _curl.Jar.ContainsKey("__Host-at")));

        (int status, string answer) = await _curl.SendAsync("/session/tokens/access", "--request", "POST");
        Assert.Equal((200, """{"token_type":"Bearer","expires_in":900}"""), (status, answer));
        Assert.Equal(("#HttpOnly_127.0.0.1", "FALSE", "/", "TRUE"), _curl.Jar["__Host-at"]);

        (status, answer) = await _curl.SendAsync(Account);
        Assert.Equal(200, status);
        Assert.Contains("\"user\":\"alice\"", answer, StringComparison.Ordinal);
        Assert.Contains("\"client\":\"browser\"", answer, StringComparison.Ordinal);

        Curl copy = _curl.Copy();
        Assert.Equal(200, (await copy.SendAsync(Account)).Status);
        (status, answer) = await _curl.SendAsync("/session/sign-out", "--request", "POST", "--include");
        Assert.Equal(200, status);
        foreach (string name in (string[])["__Host-at", "__Host-id"])
            Assert.Contains($"set-cookie: {name}=; Max-Age=0", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(401, (await copy.SendAsync(Account)).Status);

        // curl 7.88 reads its file once more before it writes it, and so has the first of two cookies again that an answer has deleted.
        Assert.Equal(401, (await _curl.SendAsync(Account)).Status);
        Assert.Equal(401, (await _curl.SendAsync("/session/tokens/access", "--request", "POST")).Status);
        Assert.DoesNotContain(_curl.Jar.Keys, static name => name is "__Host-at" or "__Host-id");
    }

    private async Task LogInAsync()
    {
        string token = SampleSite.TokenIn((await _curl.SendAsync("/login")).Body);
        string password = DemoUsers.Accounts.Single(static account => account.Name == "alice").Password;
        (int status, _) = await _curl.SendAsync(
            "/login",
            "--data-urlencode", "username=alice",
            "--data-urlencode", $"password={password}",
            "--data-urlencode", $"{SampleSite.TokenField}={token}",
            "--header", $"Origin: {_site.Address.GetLeftPart(UriPartial.Authority)}");
        Assert.Equal(302, status);
    }
}
