extern alias Provider;

using System.Net;
using Provider::SecureSessions.OpenIdConnectSample.Provider;
using SecureSessions.TestKit;

namespace SecureSessions.Acceptance.Tests.Packaging;

/// <summary>An app whose users sign in at a provider of OpenID Connect, each listening at a port of this machine.</summary>
internal sealed class AppWithProvider : IAsyncDisposable
{
    private readonly DemoProvider _provider;
    private readonly RunningApp _app;

    private AppWithProvider(DemoProvider provider, RunningApp app)
    {
        _provider = provider;
        _app = app;
    }

    /// <summary>Starts the provider, and a program that takes its settings as <c>Oidc:Authority</c> and so on.</summary>
    public static Task<AppWithProvider> StartAsync(string program, params string[] arguments) => LoopbackPorts.ListenAsync(async () =>
    {
        var address = new Uri($"https://localhost:{LoopbackPorts.Next()}");
        var provider = await DemoProvider.StartAsync(
            new Uri($"https://localhost:{LoopbackPorts.Next()}"), address, TestCertificate.Instance);
        try
        {
            RunningApp app = await RunningApp.StartAsync(
                Path.GetDirectoryName(program)!,
                DotNetCli.Program,
                [
                    program,
                    $"--urls={address.GetLeftPart(UriPartial.Authority)}",
                    $"--Oidc:Authority={provider.Address}",
                    $"--Oidc:ClientId={DemoProvider.ClientId}",
                    $"--Oidc:ClientSecret={provider.ClientSecret}",
                    .. arguments,
                ]);
            return new AppWithProvider(provider, app);
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    });

    public Browser NewBrowser() => _app.NewBrowser();

    /// <summary>Signs ada in at the provider, to which a page of the app sends the browser. Returns the answer of the app to that.</summary>
    public async Task<Page> SignInAsync(Browser browser, string page)
    {
        using var atProvider = new Browser(
            new HttpClient(TestCertificate.NewClientHandler()) { BaseAddress = _provider.Address, Timeout = Patience.Limit });
        Page challenge = await browser.GetAsync(page, ("Accept", "text/html"));
        string authorize = PathOf(challenge);
        Page login = await atProvider.GetAsync(PathOf(await atProvider.GetAsync(authorize)));
        await atProvider.SubmitAsync("/login", login.ReadForm());
        Page consent = await atProvider.GetAsync(authorize);

        // The provider answers with a form that the browser posts.
        using var form = new FormUrlEncodedContent(consent.ReadForm());
        return await browser.SendAsync(
            HttpMethod.Post,
            "/signin-oidc",
            form,
            ("Origin", _provider.Address.GetLeftPart(UriPartial.Authority)),
            ("Sec-Fetch-Site", "same-site"),
            ("Sec-Fetch-Mode", "navigate"),
            ("Sec-Fetch-Dest", "document"));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _provider.DisposeAsync();
    }

    private static string PathOf(Page redirect) => redirect.Status == HttpStatusCode.Redirect
        ? new Uri(redirect.Header("Location")).PathAndQuery
        : throw new InvalidOperationException($"No redirect, but {redirect.Status}: {redirect.Body}");
}
