using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;

namespace SecureSessions.Tokens.Tests.Traces;

/// <summary>
/// Sessions in memory and what rotates and checks them, without HTTP and without signatures: thousands of traces take seconds.
/// </summary>
internal sealed class TokenWorld : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ServiceProvider _services;
    private readonly TokenRefresh _refresh;
    private readonly StoreLookup _lookup;
    private readonly SessionCreation _creation;
    private readonly SessionOpener _opener;
    private readonly HttpContext _context;
    private readonly byte[] _ticket;

    public TokenWorld(Action<SessionTokenOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton<EventRecorder>();
        services.AddSingleton<ISecureSessionEventHandler>(static provider => provider.GetRequiredService<EventRecorder>());
        services.AddSecureSessions().AddTokens(tokens =>
        {
            tokens.Issuer = "https://app.example.com";
            tokens.Audiences.Add("https://api.example.com");
            configure?.Invoke(tokens);
        });
        _services = services.BuildServiceProvider();
        _refresh = _services.GetRequiredService<TokenRefresh>();
        _lookup = _services.GetRequiredService<StoreLookup>();
        _creation = _services.GetRequiredService<SessionCreation>();
        _opener = _services.GetRequiredService<SessionOpener>();
        Policy = _services.GetRequiredService<TokenPolicy>();
        _context = new DefaultHttpContext { RequestServices = _services };
        var principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "ada")], "test"));
        _ticket = TicketCodec.Write(
            new AuthenticationTicket(principal, new AuthenticationProperties(), SessionTokenDefaults.AuthenticationScheme));
    }

    public TokenPolicy Policy { get; }

    public EventRecorder Events => _services.GetRequiredService<EventRecorder>();

    /// <summary>A client that has just signed in.</summary>
    public async Task<TraceClient> SignInAsync()
    {
        DateTimeOffset now = await _creation.GetTimeAsync();
        SessionPayload payload = new TokenGrant("cli", "", "").PutInto(SessionPayload.Empty with
        {
            UserId = "ada",
            Ticket = _ticket,
            Authentication = new SessionAuthentication(now, [], null),
        });

        // Not reserved on the user's list, where the limit would end the sessions of earlier traces.
        var start = new SessionStart(
            SessionToken.Create(SecretKind.RefreshToken), "ada", now, Policy.RefreshIdleTimeout, now + Policy.RefreshAbsoluteTimeout);
        LoadedSession session = await _creation.CreateAsync(start, payload);
        return new TraceClient(session.Token, FactsOf(session));
    }

    /// <summary>Refreshes; <see langword="null"/> if that is refused.</summary>
    public async ValueTask<TraceClient?> RefreshAsync(SessionToken token)
    {
        (_, LoadedSession? session) = await _refresh.RotateAsync(_context, token, clientId: null, audience: null);
        return session is null ? null : new TraceClient(session.Token, FactsOf(session));
    }

    /// <summary>Calls an API.</summary>
    public ValueTask<bool> CallAsync(AccessTokenFacts access) => _lookup.IsGoodAsync(access);

    /// <summary>A grace passes, and a moment more.</summary>
    public void PassGrace() => _clock.Leap(Policy.RefreshGrace + TimeSpan.FromMilliseconds(1));

    public void Pass(TimeSpan time) => _clock.Leap(time);

    public void Dispose() => _services.Dispose();

    private AccessTokenFacts FactsOf(LoadedSession session) =>
        new(session.Record.Id, _opener.Hash(session.Token), session.Record.PrivilegeChanges);
}
