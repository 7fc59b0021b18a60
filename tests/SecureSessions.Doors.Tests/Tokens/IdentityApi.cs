using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Doors.Tests.Identity;
using SecureSessions.TestKit;
using SecureSessions.Tokens;

namespace SecureSessions.Doors.Tests.Tokens;

/// <summary>An app with the API endpoints of ASP.NET Core Identity, whose clients have sessions of their own.</summary>
internal sealed class IdentityApi : IAsyncDisposable
{
    public const string User = "ada@example.org";

    private readonly SqliteConnection _database;

    private IdentityApi(SessionHost host, SqliteConnection database)
    {
        _database = database;
        Host = host;
        Client = host.NewClient();
    }

    public SessionHost Host { get; }

    public HttpClient Client { get; }

    public static async Task<IdentityApi> StartAsync(IdentityApiSettings? settings = null)
    {
        settings ??= new IdentityApiSettings();
        var database = new SqliteConnection("Data Source=:memory:");
        await database.OpenAsync();
        SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            Environment = "Development",
            Configure = settings.Sessions,
            ConfigureSessions = sessions => AddSessions(sessions, settings),
            ConfigureServices = services => AddServices(services, settings, database),
            Map = app => Map(app, settings),
        });
        var api = new IdentityApi(host, database);
        await api.InScopeAsync<AppData, bool>(static data => data.Database.EnsureCreatedAsync());
        (await api.PostAsync("/register", Credentials())).EnsureSuccessStatusCode();
        return api;
    }

    /// <summary>Signs in as a client of that API does.</summary>
    public async Task<IdentityTokens> LogInAsync() => await IdentityTokens.ReadAsync(await LogInAsync(IdentityApp.Password));

    public Task<HttpResponseMessage> LogInAsync(string password) => PostAsync("/login", Credentials(password));

    /// <summary>Refreshes as a client of that API does.</summary>
    public Task<HttpResponseMessage> RefreshAsync(string refreshToken) => PostAsync("/refresh", new { refreshToken });

    /// <summary>Refreshes as a client of OAuth 2.0 does.</summary>
    public Task<HttpResponseMessage> RefreshByFormAsync(string refreshToken) => Client.PostAsync(
        "/session/tokens/token",
        new FormUrlEncodedContent([new("grant_type", "refresh_token"), new("refresh_token", refreshToken)]));

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? accessToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (accessToken is not null)
            request.Headers.Authorization = new("Bearer", accessToken);
        return await Client.SendAsync(request);
    }

    public async Task<int> StatusAsync(string accessToken, string path = "/manage/info")
    {
        using HttpResponseMessage response = await SendAsync(HttpMethod.Get, path, accessToken);
        return (int)response.StatusCode;
    }

    public Task<HttpResponseMessage> PostAsync(string path, object body) => Client.PostAsJsonAsync(path, body, JsonSerializerOptions.Web);

    public Task<T> WithUsersAsync<T>(Func<UserManager<IdentityUser>, IdentityUser, Task<T>> act) =>
        InScopeAsync<UserManager<IdentityUser>, T>(async users => await act(users, (await users.FindByEmailAsync(User))!));

    public async Task<IReadOnlyList<UserSession>> SessionsAsync() =>
        await Host.Manager.ListAsync(await WithUsersAsync(static (_, user) => Task.FromResult(user.Id)));

    public async Task<T> InScopeAsync<TService, T>(Func<TService, Task<T>> act)
        where TService : notnull
    {
        await using AsyncServiceScope scope = Host.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Loses the database of users.</summary>
    public Task LoseUsersAsync() => _database.CloseAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static object Credentials(string password = IdentityApp.Password) => new { email = User, password };

    private static void AddSessions(SecureSessionsBuilder sessions, IdentityApiSettings settings)
    {
        sessions.AddTokens(static tokens =>
        {
            tokens.Issuer = "https://localhost";
            tokens.Audiences.Add("https://api.example.com");
        });
        if (!settings.IsCore)
            sessions.AddIdentitySessions();
    }

    private static void AddServices(IServiceCollection services, IdentityApiSettings settings, SqliteConnection database)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddDbContext<AppData>(options => options.UseSqlite(database));
        if (settings.VerbFirst)
            AddTokens(services);
        IdentityBuilder identity = settings.IsCore
            ? services.AddIdentityCore<IdentityUser>().AddRoles<IdentityRole>().AddApiEndpoints()
            : services.AddIdentityApiEndpoints<IdentityUser>().AddRoles<IdentityRole>();
        identity.AddEntityFrameworkStores<AppData>();
        if (settings.IsCore)
            services.AddAuthentication(IdentityConstants.BearerScheme);
        if (!settings.VerbFirst)
            AddTokens(services);
        services.AddAuthorization();
        settings.Services?.Invoke(services);
    }

    private static void AddTokens(IServiceCollection services) => services.AddAuthentication()
        .AddSessionTokens(IdentityConstants.BearerScheme, static tokens =>
        {
            tokens.ClientId = "mobile";
            tokens.SelectClientName = static context => context.Request.Headers["X-Device"].ToString();
        })
        .AddSessionBearer();

    private static void Map(WebApplication app, IdentityApiSettings settings)
    {
        SmallApp.Map(app);
        IEndpointConventionBuilder identity = app.MapIdentityApi<IdentityUser>();
        if (settings.Refreshes)
            identity.WithSessionTokens();
        if (settings.CountsAttempts)
            identity.AddSignInAttempts();
        app.MapSecureSessionTokens();
        app.MapGet("/admin", static (HttpContext context) => context.User.IsInRole("admin").ToString(CultureInfo.InvariantCulture))
            .RequireAuthorization();
        app.MapPost("/sign-out", static (HttpContext context) => context.SignOutAsync(IdentityConstants.BearerScheme));
        app.MapPost("/enter", EnterAsync);
        app.MapPost("/sign-in-again", static async (HttpContext context, SignInManager<IdentityUser> signIn) =>
        {
            signIn.AuthenticationScheme = IdentityConstants.BearerScheme;
            await signIn.RefreshSignInAsync((await signIn.UserManager.GetUserAsync(context.User))!);
        });
    }

    // A login of the app's own.
    private static async Task EnterAsync(HttpContext context, SignInManager<IdentityUser> signIn, ISecureSessionTokens tokens)
    {
        IdentityUser user = (await signIn.UserManager.FindByEmailAsync(User))!;
        SessionTokens pair = await tokens.SignInAsync(
            context, await signIn.CreateUserPrincipalAsync(user), new SessionTokenSignIn { ClientId = "cli" });
        await context.Response.WriteAsJsonAsync(new { accessToken = pair.AccessToken.Value, refreshToken = pair.RefreshToken });
    }
}
