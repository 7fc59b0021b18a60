using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Attempts;

/// <summary>
/// An app with a login as the documentation has it, whose visitors come from any address. Its accounts are <see cref="Anna"/>, who has a
/// second factor, and <see cref="Ben"/>, who has none.
/// </summary>
internal sealed class LoginHost : IAsyncDisposable
{
    public const string Anna = "anna@example.org";
    public const string Ben = "ben@example.org";
    public const string Nobody = "nobody@example.org";
    public const string Home = "203.0.113.7";
    public const string HomeTomorrow = "203.0.113.99";
    public const string Abroad = "192.0.2.30";

    private int _lookedAt;

    private LoginHost()
    {
    }

    public SessionHost Host { get; private set; } = null!;

    public ManualTimeProvider Clock => Host.Clock;

    /// <summary>How often a password or a code was looked at.</summary>
    public int LookedAt => Volatile.Read(ref _lookedAt);

    /// <summary>What the app was told last of an attempt that has failed.</summary>
    public SignInAdmission LastFailure { get; private set; }

    /// <summary>What the app was told last when it asked.</summary>
    public SignInAdmission LastAdmission { get; private set; }

    public static async Task<LoginHost> StartAsync(
        Action<SecureSessionOptions>? configure = null,
        Action<SecureSessionsBuilder>? configureSessions = null,
        Action<IServiceCollection>? configureServices = null)
    {
        var login = new LoginHost();
        login.Host = await SessionHost.StartAsync(new SessionHostSettings
        {
            Configure = configure,
            ConfigureSessions = configureSessions,
            ConfigureServices = configureServices,
            Before = ClaimedAddress.Use,
            Map = login.Map,
        });
        return login;
    }

    /// <summary>An address out of a million, each in a network of its own.</summary>
    public static string Address(int i) => string.Create(CultureInfo.InvariantCulture, $"10.{i >> 8 & 255}.{i & 255}.{1 + (i >> 16)}");

    /// <summary>One attempt of a visitor without a cookie.</summary>
    public async Task<LoginAnswer> LogInAsync(string account, string password = "wrong", string address = Home, string method = "pwd")
    {
        using Browser browser = NewBrowser(address);
        return await LogInAsync(browser, account, password, method);
    }

    public static async Task<LoginAnswer> LogInAsync(Browser browser, string account, string password = "wrong", string method = "pwd") =>
        LoginAnswer.Of(await browser.GetAsync($"/login?account={Uri.EscapeDataString(account)}&secret={password}&method={method}"));

    public Browser NewBrowser(string address = Home)
    {
        Browser browser = Host.NewBrowser();
        browser.Address = address;
        return browser;
    }

    /// <summary>Fails so often from one address, and waits as long as it is told to.</summary>
    public async Task FailAsync(string account, int times, string address = Home, string method = "pwd")
    {
        for (int i = 0; i < times; i++)
        {
            LoginAnswer answer = await LogInAsync(account, address: address, method: method);
            if (answer.RetryAfter is not { } seconds)
                continue;

            Clock.Leap(TimeSpan.FromSeconds(seconds));
            i--;
        }
    }

    public IReadOnlyList<SecureSessionEvent> Of(SessionEventType type) => Host.Events.Of(type);

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private void Map(WebApplication app)
    {
        SmallApp.Map(app);
        app.MapGet("/login", LogInAsync);
        app.MapGet("/confirm", ConfirmAsync);
        app.MapGet("/admit", static async context => await Attempts(context).AdmitAsync(context, Anna));
        app.MapGet("/fail", static async context => await Attempts(context).ReportFailedAsync(context, Anna));
        app.MapGet("/refused-and-failed", static async context =>
        {
            await Attempts(context).AdmitAsync(context, Anna);
            await Attempts(context).ReportFailedAsync(context, Anna);
        });
        app.MapGet("/fail-twice", static async context =>
        {
            await Attempts(context).AdmitAsync(context, Anna);
            await Attempts(context).ReportFailedAsync(context, Anna);
            await Attempts(context).ReportFailedAsync(context, Anna.ToUpperInvariant());
        });
        app.MapGet("/cancelled", static async context => await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Attempts(context).AdmitAsync(context, Anna, cancellationToken: new CancellationToken(canceled: true))));
    }

    private async Task LogInAsync(HttpContext context)
    {
        ISignInAttempts attempts = Attempts(context);
        (string account, string method) = (Query(context, "account"), Query(context, "method"));
        SignInAdmission admission = await attempts.AdmitAsync(context, account, method);
        LastAdmission = admission;
        if (!admission.IsAllowed)
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = admission.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            return;
        }

        Interlocked.Increment(ref _lookedAt);
        bool isRight = Query(context, "secret") == "right" && account is Anna or Ben;
        if (!isRight)
        {
            LastFailure = await attempts.ReportFailedAsync(context, account, method);
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (account == Anna && method == "pwd")
            await attempts.ReportSucceededAsync(context, account);
        else
            await context.SignInAsync(SmallApp.PrincipalOf($"id of {account}"));
    }

    private async Task ConfirmAsync(HttpContext context)
    {
        if (await Attempts(context).AdmitAsync(context, Ben) is { IsAllowed: true })
            context.GetSecureSession().StepUp(["pwd"], "aal1");
        else
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
    }

    private static ISignInAttempts Attempts(HttpContext context) => context.RequestServices.GetRequiredService<ISignInAttempts>();

    private static string Query(HttpContext context, string name) => context.Request.Query[name].ToString();
}
