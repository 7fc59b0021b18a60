using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.IdentitySample.Data;
using SecureSessions.TestKit;
using Xunit;
using SignInResult = Microsoft.AspNetCore.Identity.SignInResult;

namespace SecureSessions.Doors.Tests.Identity;

/// <summary>An app with ASP.NET Core Identity, its own pages and its own database, and with sessions by one verb.</summary>
internal sealed partial class IdentityApp : IAsyncDisposable
{
    public const string Password = "Wonderland-7-teapots";
    public const string NewPassword = "Orchard-4-lanterns";

    private readonly SqliteConnection _database;

    private IdentityApp(SessionHost host, SqliteConnection database) => (Host, _database) = (host, database);

    public SessionHost Host { get; }

    /// <summary>Loses the database of users.</summary>
    public Task LoseUsersAsync() => _database.CloseAsync();

    public static async Task<IdentityApp> StartAsync(
        IdentitySetup setup = IdentitySetup.AddDefaultIdentity,
        bool verbFirst = false,
        Action<IServiceCollection>? configure = null)
    {
        var database = new SqliteConnection("Data Source=:memory:");
        await database.OpenAsync();
        SecureSessionsBuilder? verb = null;
        SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            ConfigureSessions = sessions => verb = verbFirst ? sessions.AddIdentitySessions() : sessions,
            ConfigureServices = services =>
            {
                services.AddDataProtection().UseEphemeralDataProtectionProvider();
                services.AddDbContext<AppData>(options => options.UseSqlite(database));
                AddIdentity(services, setup);

                // The pages of Identity need a layout with the names of its links, as every app has one.
                services.AddRazorPages().AddApplicationPart(typeof(SampleData).Assembly);
                if (!verbFirst)
                    verb!.AddIdentitySessions();
                configure?.Invoke(services);
            },
            Map = app => Map(app, setup),
        });
        var identityApp = new IdentityApp(host, database);
        await identityApp.InScopeAsync<AppData, bool>(static data => data.Database.EnsureCreatedAsync());
        return identityApp;
    }

    /// <summary>A browser whose user has registered on the page of Identity, and is signed in thereby.</summary>
    public async Task<Browser> RegisterAsync(string email = "ada@example.org")
    {
        Browser browser = Host.NewBrowser();
        Page page = await SubmitAsync(browser, "/Identity/Account/Register", new()
        {
            ["Input.Email"] = email,
            ["Input.Password"] = Password,
            ["Input.ConfirmPassword"] = Password,
        });
        Assert.Equal((HttpStatusCode.Redirect, "/"), (page.Status, page.Header("Location")));
        return browser;
    }

    /// <summary>A browser whose user has signed in on the page of Identity.</summary>
    public async Task<Browser> SignInAsync(string password = Password, bool remember = false, string email = "ada@example.org")
    {
        Browser browser = Host.NewBrowser();
        Page page = await LogInAsync(browser, password, remember, email);
        Assert.Equal((HttpStatusCode.Redirect, "/"), (page.Status, page.Header("Location")));
        return browser;
    }

    public static Task<Page> LogInAsync(
        Browser browser, string password = Password, bool remember = false, string email = "ada@example.org") =>
        SubmitAsync(browser, "/Identity/Account/Login", new()
        {
            ["Input.Email"] = email,
            ["Input.Password"] = password,
            ["Input.RememberMe"] = remember ? "true" : "false",
        });

    public static Task<Page> ChangePasswordAsync(Browser browser) => SubmitAsync(browser, "/Identity/Account/Manage/ChangePassword", new()
    {
        ["Input.OldPassword"] = Password,
        ["Input.NewPassword"] = NewPassword,
        ["Input.ConfirmPassword"] = NewPassword,
    });

    /// <summary>Fills in the form of a page, and sends it with the token that the page has for it.</summary>
    public static async Task<Page> SubmitAsync(Browser browser, string path, Dictionary<string, string> fields)
    {
        Page form = await browser.GetAsync(path, ("Accept", "text/html"));
        Assert.Equal(HttpStatusCode.OK, form.Status);
        fields["__RequestVerificationToken"] = form.FormToken;
        return await browser.SubmitAsync(path, fields);
    }

    /// <summary>Who is signed in.</summary>
    public static async Task<string> UserAsync(Browser browser) => (await browser.GetAsync("/me")).Body;

    public Task<T> WithUsersAsync<T>(Func<UserManager<IdentityUser>, IdentityUser, Task<T>> act, string email = "ada@example.org") =>
        InScopeAsync<UserManager<IdentityUser>, T>(async users => await act(users, (await users.FindByEmailAsync(email))!));

    public async Task<T> InScopeAsync<TService, T>(Func<TService, Task<T>> act)
        where TService : notnull
    {
        await using AsyncServiceScope scope = Host.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async Task<IReadOnlyList<UserSession>> SessionsAsync() =>
        await Host.Manager.ListAsync(await WithUsersAsync(static (_, user) => Task.FromResult(user.Id)));

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static void AddIdentity(IServiceCollection services, IdentitySetup setup)
    {
        IdentityBuilder identity = setup switch
        {
            IdentitySetup.AddDefaultIdentity => services.AddDefaultIdentity<IdentityUser>().AddRoles<IdentityRole>(),
            IdentitySetup.AddIdentity => services.AddIdentity<IdentityUser, IdentityRole>().AddDefaultUI().AddDefaultTokenProviders(),
            IdentitySetup.AddIdentityApiEndpoints => services.AddIdentityApiEndpoints<IdentityUser>().AddRoles<IdentityRole>(),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        identity.AddEntityFrameworkStores<AppData>();
    }

    // A login page of the app's own, as docs/sign-in-attempts.md has it.
    private static async Task<IResult> LogInCountingAsync(
        [FromForm] string email,
        [FromForm] string password,
        HttpContext context,
        SignInManager<IdentityUser> signIn,
        ISignInAttempts attempts)
    {
        SignInAdmission admission = await attempts.AdmitAsync(context, email);
        if (!admission.IsAllowed)
            return Results.StatusCode(StatusCodes.Status429TooManyRequests);

        SignInResult result = await signIn.PasswordSignInAsync(email, password, isPersistent: false, lockoutOnFailure: false);
        if (result.RequiresTwoFactor)
            await attempts.ReportSucceededAsync(context, email);
        else if (!result.Succeeded)
            await attempts.ReportFailedAsync(context, email);
        return Results.Text(result.ToString());
    }

    private static void Map(WebApplication app, IdentitySetup setup)
    {
        app.MapGet("/me", static (HttpContext context) => context.User.Identity?.Name ?? "nobody");
        app.MapGet("/claim/{type}", static (HttpContext context, string type) => context.User.FindFirst(type)?.Value ?? "none");
        app.MapGet("/admin", static (HttpContext context) => context.User.IsInRole("admin"));
        app.MapPost("/counted-login", LogInCountingAsync).DisableAntiforgery();
        app.MapRazorPages();
        if (setup == IdentitySetup.AddIdentityApiEndpoints)
            app.MapIdentityApi<IdentityUser>().AddSignInAttempts();
    }
}
