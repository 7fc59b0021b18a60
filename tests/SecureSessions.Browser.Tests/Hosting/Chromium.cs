using System.Security.Cryptography;
using Microsoft.Playwright;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>The Chromium on the PATH. It trusts our certificate as if an authority had signed it, and finds no host but this one.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // Of two such lists the last one counts. Those behind the first line are Playwright's own. The first two would draw a popup of the
    // address bar, which nobody sees, in a process of its own for each page: a third of all that these tests cost.
    private const string WithoutFeatures =
        "WebUIOmniboxPopup,WebUIOmniboxAimPopup,"
        + "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,DialMediaRouteProvider,GlobalMediaControls,HttpsUpgrades,"
        + "LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,BlockOriginHeaderModificationOnRedirect,"
        + "AvoidCorsURLLoaderRestartOnRedirect,Translate,AutoDeElevate,OptimizationHints,NetworkTimeServiceQuerying,AimEnabled";

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private IBrowser? _keepingBrowser;

    /// <summary>A browser with an empty cookie jar: another person's, or another device of the same one.</summary>
    /// <remarks>The pages of an app whose clock is moved by the test have such a clock, too.</remarks>
    public Task<Device> NewDeviceAsync(SampleApp app, BrowserNewContextOptions? options = null) =>
        NewDeviceAsync(app.Address, options, app.Clock);

    /// <summary>A browser for an app that is not the sample.</summary>
    public Task<Device> NewDeviceAsync(Uri address) => NewDeviceAsync(address, null, null);

    /// <summary>
    /// A browser that keeps the pages which it leaves, to show them again without a request (the back/forward cache). People's browsers do;
    /// Playwright switches it off.
    /// </summary>
    public async Task<Device> NewDeviceThatKeepsPagesAsync(SampleApp app)
    {
        _keepingBrowser ??= await LaunchAsync("--disable-back-forward-cache");
        return await Device.OpenAsync(
            await _keepingBrowser.NewContextAsync(new BrowserNewContextOptions { BaseURL = app.Address.ToString() }));
    }

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience.LimitInMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _browser = await LaunchAsync();
    }

    public async Task DisposeAsync()
    {
        if (_keepingBrowser is not null)
            await _keepingBrowser.DisposeAsync();
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    private async Task<Device> NewDeviceAsync(Uri address, BrowserNewContextOptions? options, ManualTimeProvider? clock)
    {
        options ??= new BrowserNewContextOptions();
        options.BaseURL = address.ToString();
        return await Device.OpenAsync(await _browser!.NewContextAsync(options), clock);
    }

    private Task<IBrowser> LaunchAsync(params string[] withoutArguments) =>
        _playwright!.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = FindProgram(),
            Timeout = Patience.LimitInMilliseconds,
            IgnoreDefaultArgs = withoutArguments,
            Args =
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", $"--disable-features={WithoutFeatures}",
                // Another site is a name below localhost; nothing else is looked up.
                "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE *.localhost",
                $"--ignore-certificate-errors-spki-list={KeyHash()}",
            ],
        });

    private static string KeyHash() =>
        Convert.ToBase64String(SHA256.HashData(TestCertificate.Instance.PublicKey.ExportSubjectPublicKeyInfo()));

    private static string FindProgram() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(static folder => (string[])[Path.Combine(folder, "chromium"), Path.Combine(folder, "chromium-browser")])
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException(
            "chromium is not on the PATH. `apt-get install chromium` installs it; `bash tests/run.sh` does so by itself where it may.");
}
