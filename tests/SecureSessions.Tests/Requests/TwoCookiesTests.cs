using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>
/// A browser that sends two cookies of the same name: one with the attributes of earlier settings, or of another app on a parent domain.
/// </summary>
public sealed class TwoCookiesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_cookies_the_one_of_a_living_session_is_used_in_either_order(bool first)
    {
        await using SessionHost host = await StartAsync();
        string alive = await SignInAsync(host, "alice");
        string dead = SessionToken.Create().ToCookieValue();

        using HttpResponseMessage answer = await SendAsync(host, "/who", first ? [alive, dead] : [dead, alive]);

        Assert.Equal("alice", await answer.Content.ReadAsStringAsync());
        Assert.Contains("Cookie.Name of its own", Assert.Single(host.Logs.Of("session_cookie_twice")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_cookies_the_unused_one_is_deleted_and_the_one_of_the_session_is_set_last()
    {
        await using SessionHost host = await StartAsync(static options =>
        {
            options.Cookie.Name = "__Secure-id";
            options.Cookie.Domain = "shop.example.com";
            options.Cookie.Path = "/app";
        });
        string alive = await SignInAsync(host, "alice", "__Secure-id");

        using HttpResponseMessage answer = await SendAsync(host, "/who", [alive, "of-another-app"], "__Secure-id", "www.shop.example.com");
        string[] lines = [.. answer.Headers.GetValues("Set-Cookie")];

        Assert.Equal($"__Secure-id={alive}; Path=/app; Domain=shop.example.com; Secure; HttpOnly; SameSite=Lax", lines[^1]);
        string[] deletions = lines[..^1];
        Assert.All(deletions, static line => Assert.StartsWith("__Secure-id=; Max-Age=0; Path=/", line, StringComparison.Ordinal));
        Assert.Contains("__Secure-id=; Max-Age=0; Path=/; Secure; HttpOnly", deletions);
        Assert.Contains("__Secure-id=; Max-Age=0; Path=/app; Secure; HttpOnly", deletions);
        Assert.Contains("__Secure-id=; Max-Age=0; Path=/; Domain=example.com; Secure; HttpOnly", deletions);
        Assert.Contains("__Secure-id=; Max-Age=0; Path=/; Domain=shop.example.com; Secure; HttpOnly", deletions);
        Assert.DoesNotContain("__Secure-id=; Max-Age=0; Path=/app; Domain=shop.example.com; Secure; HttpOnly", deletions);
        Assert.InRange(deletions.Length, 1, 12);
    }

    [Fact]
    public async Task Beside_a_host_cookie_only_that_of_the_other_partition_is_deleted()
    {
        await using SessionHost host = await StartAsync();
        string alive = await SignInAsync(host, "alice");

        using HttpResponseMessage answer = await SendAsync(host, "/who", [alive, "other"]);

        Assert.Equal(
            ["__Host-id=; Max-Age=0; Path=/; Secure; HttpOnly; Partitioned", $"__Host-id={alive}; Path=/; Secure; HttpOnly; SameSite=Lax"],
            answer.Headers.GetValues("Set-Cookie"));
    }

    [Fact]
    [Trait("Requirement", "ID-7")]
    public async Task Two_living_sessions_are_refused_since_one_of_them_may_be_planted()
    {
        await using SessionHost host = await StartAsync();
        string victim = await SignInAsync(host, "alice");
        string planted = await SignInAsync(host, "mallory");

        foreach (string[] order in (string[][])[[victim, planted], [planted, victim]])
        {
            using HttpResponseMessage answer = await SendAsync(host, "/who", order);
            Assert.Equal("nobody", await answer.Content.ReadAsStringAsync());
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }

        Assert.Equal(2, host.Events.Of(SessionEventType.TokenRejected).Count);
    }

    [Fact]
    [Trait("Requirement", "ID-7")]
    public async Task Three_session_cookies_are_refused_without_a_store_call()
    {
        await using SessionHost host = await StartAsync();
        string alive = await SignInAsync(host, "alice");
        host.Store.ForgetCalls();

        using HttpResponseMessage answer = await SendAsync(host, "/who", [alive, SessionToken.Create().ToCookieValue(), "x"]);

        Assert.Equal("nobody", await answer.Content.ReadAsStringAsync());
        Assert.Empty(host.Store.Calls);
    }

    [Fact]
    public async Task Two_copies_of_one_cookie_count_as_one()
    {
        await using SessionHost host = await StartAsync();
        string alive = await SignInAsync(host, "alice");
        host.Store.ForgetCalls();

        using HttpResponseMessage answer = await SendAsync(host, "/who", [alive, alive]);

        Assert.Equal("alice", await answer.Content.ReadAsStringAsync());
        Assert.Equal([StoreOperation.Find], host.Store.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sign_in_with_two_unusable_cookies_deletes_the_other_one(bool alive)
    {
        await using SessionHost host = await StartAsync(static options => options.Cookie.Name = "__Secure-id");
        string one = alive ? await SignInAsync(host, "alice", "__Secure-id") : "x";
        string other = alive ? await SignInAsync(host, "mallory", "__Secure-id") : "y";

        using HttpResponseMessage answer = await SendAsync(host, "/sign-in/alice", [one, other], "__Secure-id", "shop.example.com");

        Assert.Contains("__Secure-id=; Max-Age=0; Path=/; Domain=example.com; Secure; HttpOnly", answer.Headers.GetValues("Set-Cookie"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    public async Task A_renewed_cookie_with_other_attributes_does_not_make_the_previous_secret_a_reuse(int minutesLater)
    {
        await using SessionHost host = await StartAsync();
        string before = await SignInAsync(host, "alice");
        host.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        string after = await TokenOfAsync(host, "/who", before, "__Host-id");
        using (await SendAsync(host, "/who", [after]))
            host.Clock.Advance(TimeSpan.FromMinutes(minutesLater));

        using HttpResponseMessage answer = await SendAsync(host, "/who", [before, after]);

        Assert.Equal("alice", await answer.Content.ReadAsStringAsync());
        Assert.Empty(host.Events.Of(SessionEventType.UsedAfterExpire));
        Assert.Contains($"__Host-id={after}; Path=/; Secure; HttpOnly; SameSite=Lax", answer.Headers.GetValues("Set-Cookie"));
    }

    [Fact]
    public async Task A_request_with_two_cookies_is_answered_503_while_the_store_is_down()
    {
        await using SessionHost host = await StartAsync();
        string alive = await SignInAsync(host, "alice");
        host.Store.Fail(StoreFault.ThrowsAtOnce);

        using HttpResponseMessage answer = await SendAsync(host, "/who", [SessionToken.Create().ToCookieValue(), alive]);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    private static Task<SessionHost> StartAsync(Action<SecureSessionOptions>? configure = null) =>
        SessionHost.StartAsync(SmallApp.Map, configure);

    private static async Task<string> SignInAsync(SessionHost host, string user, string name = "__Host-id") =>
        await TokenOfAsync(host, $"/sign-in/{user}", null, name);

    private static async Task<string> TokenOfAsync(SessionHost host, string path, string? token, string name)
    {
        using HttpResponseMessage answer = await SendAsync(host, path, token is null ? [] : [token], name);
        return ParsedCookie.Parse(answer.Headers.GetValues("Set-Cookie").Last()).Value;
    }

    private static async Task<HttpResponseMessage> SendAsync(
        SessionHost host, string path, string[] values, string name = "__Host-id", string? domain = null)
    {
        using HttpClient client = host.NewClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri(domain is null ? host.BaseAddress : new Uri($"https://{domain}/"), path));
        request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", values.Select(value => $"{name}={value}")));
        request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0");
        return await client.SendAsync(request);
    }
}
