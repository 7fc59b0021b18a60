using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>A static file needs no session, wherever in the pipeline it is served.</summary>
public sealed class StaticFileTests
{
    [Theory]
    [InlineData(Order.FilesFirst)]
    [InlineData(Order.SessionsFirst)]
    [InlineData(Order.AuthenticationThenFiles)]
    [InlineData(Order.SessionsThenAuthentication)]
    [InlineData(Order.FilesBeforeAll)]
    public async Task A_static_file_costs_no_store_call_in_any_order_of_the_pipeline(Order order)
    {
        await using SessionHost host = await StartAsync(order);
        using Browser browser = await SignInAsync(host);

        foreach (string path in (string[])["/logo.png", "/site.css", "/", "/pages/"])
        {
            Page page = await browser.GetAsync(path);
            Assert.Equal((HttpStatusCode.OK, "file", "", 0), (page.Status, page.Body, page.Header("Cache-Control"), page.SetCookies.Count));
        }

        Assert.Empty(host.Store.Calls);
    }

    [Theory]
    [InlineData(Order.FilesFirst)]
    [InlineData(Order.SessionsFirst)]
    public async Task A_static_file_is_served_while_the_store_is_down(Order order)
    {
        await using SessionHost host = await StartAsync(order);
        using Browser browser = await SignInAsync(host);
        host.Store.Fail(StoreFault.ThrowsAtOnce);

        Assert.Equal("file", (await browser.GetAsync("/logo.png")).Body);
    }

    [Fact]
    public async Task A_request_for_a_static_file_is_no_activity()
    {
        await using SessionHost host = await StartAsync(Order.SessionsFirst);
        using Browser browser = await SignInAsync(host);
        host.Clock.Advance(SecureSessionDefaults.IdleTimeout / 2);
        await browser.GetAsync("/logo.png");
        host.Clock.Advance(SecureSessionDefaults.IdleTimeout / 2);

        Assert.Equal("nobody", (await browser.GetAsync("/who")).Body);
    }

    [Theory]
    [InlineData(Order.FilesFirst)]
    [InlineData(Order.SessionsFirst)]
    [InlineData(Order.AuthenticationThenFiles)]
    public async Task A_request_that_is_not_for_a_file_has_its_session(Order order)
    {
        await using SessionHost host = await StartAsync(order, map: NameWhereThereIsNoEndpoint);
        using Browser browser = await SignInAsync(host);

        Assert.Equal("alice", (await browser.GetAsync("/absent.png")).Body);
        Assert.Equal("alice", (await browser.GetAsync("/elsewhere")).Body);
        Assert.Equal("alice", (await browser.SendAsync(HttpMethod.Post, "/logo.png", null, ("Sec-Fetch-Site", "same-origin"))).Body);
    }

    [Fact]
    public async Task A_file_path_that_is_rewritten_to_a_page_after_authentication_has_its_user()
    {
        await using SessionHost host = await StartAsync(
            Order.FilesLast,
            before: static app => app.Use(static (context, next) =>
            {
                context.Request.Path = context.Request.Path == "/logo.png" ? "/image" : context.Request.Path;
                return next(context);
            }),
            map: NameWhereThereIsNoEndpoint);
        using Browser browser = await SignInAsync(host);

        Assert.Equal("alice", (await browser.GetAsync("/logo.png")).Body);
    }

    [Fact]
    public async Task A_guard_of_files_never_sees_a_signed_in_user_as_anonymous()
    {
        await using SessionHost host = await StartAsync(Order.FilesFirst, Guard);
        using Browser stranger = host.NewBrowser();
        using Browser browser = await SignInAsync(host);

        Page first = await browser.GetAsync("/logo.png");
        Page second = await browser.GetAsync("/logo.png");

        Assert.Equal((HttpStatusCode.InternalServerError, "file"), (first.Status, second.Body));
        Assert.Contains("From now on sessions of static files are loaded", first.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/logo.png")).Status);
        Assert.Single(host.Logs.Of("session_static_file_look"));
    }

    [Theory]
    [InlineData(Order.FilesFirst)]
    [InlineData(Order.SessionsFirst)]
    public async Task Reading_the_user_of_a_file_request_without_a_cookie_makes_sessions_of_files_load(Order order)
    {
        await using SessionHost host = await StartAsync(order, Guard);
        using Browser stranger = host.NewBrowser();
        using Browser browser = await SignInAsync(host);

        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/logo.png")).Status);
        Assert.Equal("file", (await browser.GetAsync("/logo.png")).Body);
    }

    [Fact]
    public async Task A_guard_of_files_that_authenticates_by_itself_never_fails()
    {
        await using SessionHost host = await StartAsync(Order.FilesFirst, static app => app.Use(async (context, next) =>
        {
            AuthenticateResult result = await context.AuthenticateAsync();
            context.Response.Headers["X-User"] = result.Principal?.FindFirstValue(ClaimTypes.NameIdentifier);
            await next(context);
        }));
        using Browser browser = await SignInAsync(host);

        Page page = await browser.GetAsync("/logo.png");

        Assert.Equal(("file", "alice"), (page.Body, page.Header("X-User")));
    }

    [Fact]
    public async Task Reading_the_user_of_a_file_request_after_the_response_has_started_does_not_throw()
    {
        string? seen = null;
        await using SessionHost host = await StartAsync(Order.FilesFirst, app => app.Use(async (context, next) =>
        {
            await next(context);
            seen = NameOf(context);
        }));
        using Browser browser = await SignInAsync(host);
        seen = null;

        Assert.Equal(("file", "nobody"), ((await browser.GetAsync("/logo.png")).Body, seen));
        Assert.Equal(("file", "alice"), ((await browser.GetAsync("/logo.png")).Body, seen));
    }

    [Fact]
    public async Task Middleware_that_uses_the_session_of_every_request_fails_at_most_once_and_loses_nothing()
    {
        await using SessionHost host = await StartAsync(Order.SessionsFirst, afterSessions: static app => app.Use(static (context, next) =>
        {
            context.Session.SetInt32("visits", (context.Session.GetInt32("visits") ?? 0) + 1);
            return next(context);
        }));
        using Browser browser = await SignInAsync(host);

        Page first = await browser.GetAsync("/logo.png");
        Page second = await browser.GetAsync("/logo.png");

        Assert.Equal((HttpStatusCode.InternalServerError, "file"), (first.Status, second.Body));
        Assert.Empty(first.SetCookies);
        Assert.Equal("alice", (await browser.GetAsync("/who")).Body);
    }

    [Theory]
    [InlineData(Order.FilesFirst)]
    [InlineData(Order.SessionsFirst)]
    [InlineData(Order.SessionsThenAuthentication)]
    public async Task A_fallback_policy_still_guards_files(Order order)
    {
        await using SessionHost host = await StartAsync(
            order,
            configure: static services =>
                services.Configure<AuthorizationOptions>(static options => options.FallbackPolicy = new AuthorizationPolicyBuilder()
                .RequireAssertion(
                    static context =>
                        context.User.Identity?.IsAuthenticated == true
                            || ((HttpContext)context.Resource!).Request.Path.StartsWithSegments("/sign-in", StringComparison.Ordinal))
                .Build()));
        using Browser stranger = host.NewBrowser();
        using Browser browser = await SignInAsync(host);

        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/logo.png")).Status);
        Assert.Equal("file", (await browser.GetAsync("/logo.png")).Body);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_endpoint_of_static_assets_costs_no_call_unless_it_is_guarded(bool guarded)
    {
        await using SessionHost host = await StartAsync(Order.SessionsFirst, map: app =>
        {
            IEndpointConventionBuilder asset = app.MapGet("/asset.js", static () => "asset").WithMetadata(StaticAsset());
            if (guarded)
                asset.RequireAuthorization();
        });
        using Browser browser = await SignInAsync(host);

        Assert.Equal("asset", (await browser.GetAsync("/asset.js")).Body);
        Assert.Equal(guarded ? [StoreOperation.Find] : [], host.Store.Calls);
    }

    private static Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor StaticAsset() =>
        System.Text.Json.JsonSerializer.Deserialize<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>(
            """{"Route":"asset.js","AssetFile":"asset.js","Selectors":[],"ResponseHeaders":[],"EndpointProperties":[]}""")!;

    private static void Guard(WebApplication app) => app.Use(static (context, next) =>
    {
        if (!Path.HasExtension(context.Request.Path) || context.User.Identity?.IsAuthenticated == true)
            return next(context);

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    });

    private static void NameWhereThereIsNoEndpoint(WebApplication app) => app.Use(static (context, next) =>
        context.GetEndpoint() is null ? context.Response.WriteAsync(NameOf(context)) : next(context));

    private static string NameOf(HttpContext context) => context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "nobody";

    private static async Task<Browser> SignInAsync(SessionHost host)
    {
        Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        host.Store.ForgetCalls();
        return browser;
    }

    private static Task<SessionHost> StartAsync(
        Order order,
        Action<WebApplication>? before = null,
        Action<WebApplication>? map = null,
        Action<IServiceCollection>? configure = null,
        Action<WebApplication>? afterSessions = null) => SessionHost.StartAsync(new SessionHostSettings
        {
            UseSessions = false,
            ConfigureServices = configure,
            Map = app =>
            {
                app.Environment.WebRootFileProvider = new Files();
                app.UseExceptionHandler(ErrorText.Write);
                if (order == Order.FilesBeforeAll)
                    UseFiles(app);
                if (order is Order.AuthenticationThenFiles or Order.FilesBeforeAll)
                    app.UseAuthentication().UseAuthorization();
                before?.Invoke(app);
                if (order is Order.FilesFirst or Order.AuthenticationThenFiles)
                    UseFiles(app);
                app.UseSecureSessions();
                afterSessions?.Invoke(app);
                if (order == Order.SessionsThenAuthentication)
                    app.UseAuthentication().UseAuthorization();
                if (order is Order.SessionsFirst or Order.SessionsThenAuthentication or Order.FilesLast)
                    UseFiles(app);
                SmallApp.Map(app);
                map?.Invoke(app);
            },
        });

    private static void UseFiles(IApplicationBuilder app) => app.UseDefaultFiles().UseStaticFiles();

    public enum Order
    {
        FilesFirst,
        SessionsFirst,
        AuthenticationThenFiles,
        SessionsThenAuthentication,
        FilesBeforeAll,
        FilesLast,
    }

    /// <summary>A web root in memory.</summary>
    private sealed class Files : IFileProvider
    {
        private static readonly string[] Names = ["/logo.png", "/site.css", "/index.html", "/pages/index.html"];

        public IDirectoryContents GetDirectoryContents(string subpath) =>
            subpath is "/" or "/pages/" ? new Folder() : NotFoundDirectoryContents.Singleton;

        public IFileInfo GetFileInfo(string subpath) => Names.Contains(subpath) ? new File(subpath) : new NotFoundFileInfo(subpath);

        public IChangeToken Watch(string filter) => NullChangeToken.Singleton;
    }

    private sealed class Folder : IDirectoryContents
    {
        public bool Exists => true;

        public IEnumerator<IFileInfo> GetEnumerator() => Enumerable.Empty<IFileInfo>().GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class File(string path) : IFileInfo
    {
        public bool Exists => true;

        public bool IsDirectory => false;

        public DateTimeOffset LastModified => DateTimeOffset.UnixEpoch;

        public long Length => 4;

        public string Name => Path.GetFileName(path);

        public string? PhysicalPath => null;

        public Stream CreateReadStream() => new MemoryStream("file"u8.ToArray());
    }
}
