using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Doors.Tests.Docs.Proxies;
using SecureSessions.Redis;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.Proxies;

/// <summary>An app below a path of the site, which it knows or which nginx tells it.</summary>
public sealed class PathBaseTests
{
    private const string Root = "    location / {\n        proxy_pass http://shop;\n    }\n";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_cookie_redirects_and_endpoints_are_those_of_an_app_below_its_path_base(bool knows)
    {
        await using ProxySite site = knows ? await StartKnowingAsync() : await StartToldAsync();
        using Browser browser = site.NewBrowser();

        Page refused = await browser.GetAsync("/shop/account", ("Accept", "text/html"));
        Page signedIn = await browser.GetAsync("/shop/sign-in/ada");

        Assert.Equal("https://shop.example.com/shop/login?ReturnUrl=%2Fshop%2Faccount", refused.Header("Location"));
        Assert.Equal("/", ParsedCookie.Parse(Assert.Single(signedIn.SetCookies)).Path);
        Assert.Equal("account", (await browser.GetAsync("/shop/account")).Body);
        Assert.Contains("\"signedIn\":true", (await browser.GetAsync("/shop/session/status")).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/session/status")).Status);
        Assert.Equal("/shop/sign-in/ada", Assert.Single(site.Node.Events.Of(SessionEventType.Created)).Origin.Path);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_endpoint_that_signs_out_is_below_the_path_base_too(bool knows)
    {
        await using ProxySite site = knows ? await StartKnowingAsync() : await StartToldAsync();
        using Browser browser = site.NewBrowser();
        await browser.GetAsync("/shop/sign-in/ada");

        Page page = await browser.SubmitAsync("/shop/session/sign-out", new Dictionary<string, string>());

        Assert.Equal((HttpStatusCode.OK, null), (page.Status, browser.Token));
        Assert.Empty(await site.Node.Manager.ListAsync("ada"));
    }

    [Fact]
    public async Task A_prefix_that_the_browser_claims_is_not_passed_on()
    {
        await using ProxySite site = await ProxySite.StartAsync(await ProxiedApp.StartAsync(services: TrustPrefix));
        using Browser browser = site.NewBrowser();

        Page page = await browser.GetAsync("/account", ("Accept", "text/html"), ("X-Forwarded-Prefix", "/evil"));

        Assert.Equal("https://shop.example.com/login?ReturnUrl=%2Faccount", page.Header("Location"));
    }

    [Fact]
    public async Task Two_apps_under_two_paths_with_names_of_their_own_leave_each_other_alone()
    {
        (ProxySite site, SessionHost admin) = await StartTwoAppsAsync("__Host-shop", "__Host-admin");
        await using (admin)
        await using (site)
        {
            using Browser browser = site.NewBrowser();

            await browser.GetAsync("/shop/sign-in/ada");
            await browser.GetAsync("/admin/sign-in/root");
            Assert.Equal(
                ("ada", "root"), ((await browser.GetAsync("/shop/who")).Body, (await browser.GetAsync("/admin/who")).Body));
            await browser.GetAsync("/admin/sign-out");

            Assert.Equal(
                ("ada", "nobody"), ((await browser.GetAsync("/shop/who")).Body, (await browser.GetAsync("/admin/who")).Body));
        }
    }

    [Fact]
    public async Task Two_apps_under_two_paths_with_one_name_sign_each_others_users_out()
    {
        (ProxySite site, SessionHost admin) = await StartTwoAppsAsync("__Host-id", "__Host-id");
        await using (admin)
        await using (site)
        {
            using Browser browser = site.NewBrowser();

            await browser.GetAsync("/shop/sign-in/ada");
            await browser.GetAsync("/admin/sign-in/root");

            Assert.Equal(
                ("nobody", "root"), ((await browser.GetAsync("/shop/who")).Body, (await browser.GetAsync("/admin/who")).Body));
        }
    }

    [Fact]
    public async Task The_name_and_the_key_prefix_of_the_page_are_taken()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        var services = new ServiceCollection();
        ProxySnippets.AddNameOfItsOwn(services, redis.Configuration);
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Equal(
            ("__Host-shop", "shop:"),
            (OptionsOf<SecureSessionOptions>(provider).Cookie.Name, OptionsOf<RedisSessionStoreOptions>(provider).KeyPrefix));
    }

    private static T OptionsOf<T>(ServiceProvider provider)
        where T : class => provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<T>>().Value;

    private static async Task<ProxySite> StartKnowingAsync() => await ProxySite.StartAsync(
        static text => PublishedNginx.Replace(text, Root, PublishedNginx.PathBase.Known),
        await ProxiedApp.StartAsync(pipeline: ProxySnippets.UseWithPathBase));

    private static async Task<ProxySite> StartToldAsync() => await ProxySite.StartAsync(
        static text => PublishedNginx.Replace(text, Root, PublishedNginx.PathBase.Told),
        await ProxiedApp.StartAsync(services: TrustPrefix));

    private static async Task<(ProxySite Site, SessionHost Admin)> StartTwoAppsAsync(string shopCookie, string adminCookie)
    {
        SessionHost admin = await ProxiedApp.StartAsync(services: TrustPrefix, cookie: adminCookie);
        string location = PublishedNginx.PathBase.Told;
        string adminLocation = location.Replace("http://shop", "http://admin", StringComparison.Ordinal)
            .Replace("/shop", "/admin", StringComparison.Ordinal);
        return (
            await ProxySite.StartAsync(
                text => $"upstream admin {{ server {admin.BaseAddress.Authority}; }}\n"
                    + PublishedNginx.Replace(text, Root, location + adminLocation),
                await ProxiedApp.StartAsync(services: TrustPrefix, cookie: shopCookie)),
            admin);
    }

    private static void TrustPrefix(IServiceCollection services)
    {
        ProxySnippets.TrustProxy(services);
        ProxySnippets.TrustPrefix(services);
    }
}
