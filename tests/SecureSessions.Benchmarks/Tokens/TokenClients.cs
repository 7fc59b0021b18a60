using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Benchmarks.Apps;
using SecureSessions.TestKit;
using SecureSessions.Tokens;

namespace SecureSessions.Benchmarks.Tokens;

/// <summary>Clients without cookies, of an issuer without a server around it, each of which refreshes once.</summary>
/// <remarks>A token that was rotated a moment ago is not rotated again, so each refresh is that of another client.</remarks>
internal sealed class TokenClients : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ISecureSessionTokens _tokens;
    private readonly ConcurrentQueue<string> _refreshTokens = new();
    private int _users;

    private TokenClients(WebApplication app)
    {
        _app = app;
        _tokens = app.Services.GetRequiredService<ISecureSessionTokens>();
    }

    public IServiceProvider Services => _app.Services;

    /// <param name="redis">Where the sessions are; <see langword="null"/> for in memory.</param>
    public static async Task<TokenClients> StartAsync(RedisServer? redis)
    {
        // The app is not started: its services are what is asked.
        WebApplicationBuilder builder = BenchmarkApp.NewBuilder(static _ => { });
        SecureSessionsBuilder sessions = TokenApp.AddTokens(builder.Services, TokenApp.NewKey());
        if (redis is not null)
            sessions.AddRedisStore(redis.Configuration);
        WebApplication app = builder.Build();
        await RealStore.WaitUntilServedAsync(app.Services.GetRequiredService<ISecureSessionStore>());
        return new TokenClients(app);
    }

    /// <summary>Signs as many clients in, each of another user.</summary>
    public async Task SignInAsync(int count)
    {
        for (int i = 0; i < count; i++)
            _refreshTokens.Enqueue((await SignInAsync()).RefreshToken);
    }

    public Task<SessionTokens> SignInAsync()
    {
        string user = string.Create(CultureInfo.InvariantCulture, $"user-{Interlocked.Increment(ref _users)}");
        var principal = new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, user), new Claim(ClaimTypes.Role, "member")], "password"));
        return _tokens.SignInAsync(NewContext(), principal, new SessionTokenSignIn { ClientId = "benchmark" });
    }

    /// <summary>Refreshes for the next of them.</summary>
    public async ValueTask RefreshAsync()
    {
        if (!_refreshTokens.TryDequeue(out string? token))
            throw new InvalidOperationException("Every client has refreshed.");

        SessionTokenResult result = await _tokens.RefreshAsync(NewContext(), token);
        if (!result.IsSuccess || result.Tokens.RefreshToken == token)
            throw new InvalidOperationException("A refresh token was not rotated.");
    }

    public HttpContext NewContext() => new DefaultHttpContext { RequestServices = Services };

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
