using System.Buffers.Text;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Tokens.Tests.Traces;

/// <summary>
/// Sessions in a store and what rotates and checks them, without HTTP and without signatures: thousands of traces take seconds.
/// </summary>
internal abstract class TokenWorld : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly TokenRefresh _refresh;
    private readonly TokenStepUp _stepUp;
    private readonly StoreGateway _store;
    private readonly StoreLookup _lookup;
    private readonly SessionCreation _creation;
    private readonly SessionOpener _opener;
    private readonly byte[] _ticket;

    protected TokenWorld(Action<SecureSessionsBuilder> addStore, Action<SessionTokenOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        SecureSessionsBuilder sessions = services.AddSecureSessions().AddTokens(tokens =>
        {
            tokens.Issuer = "https://app.example.com";
            tokens.Audiences.Add("https://api.example.com");
            configure?.Invoke(tokens);
        });
        sessions.AddPrincipalRefresher<SameUser>();
        addStore(sessions);
        _services = services.BuildServiceProvider();
        _refresh = _services.GetRequiredService<TokenRefresh>();
        _stepUp = _services.GetRequiredService<TokenStepUp>();
        _store = _services.GetRequiredService<StoreGateway>();
        _lookup = _services.GetRequiredService<StoreLookup>();
        _creation = _services.GetRequiredService<SessionCreation>();
        _opener = _services.GetRequiredService<SessionOpener>();
        Policy = _services.GetRequiredService<TokenPolicy>();
        var principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "ada")], "test"));
        _ticket = TicketCodec.Write(
            new AuthenticationTicket(principal, new AuthenticationProperties(), SessionTokenDefaults.AuthenticationScheme));
    }

    public TokenPolicy Policy { get; }

    protected IServiceProvider Services => _services;

    /// <summary>A grace passes, and a moment more.</summary>
    public abstract ValueTask PassGraceAsync();

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
            SessionToken.Create(SecretKind.RefreshToken),
            "ada",
            now,
            Policy.RefreshIdleTimeout,
            now + Policy.RefreshAbsoluteTimeout,
            SecureSessionDefaults.MaxSessionsPerUser);
        LoadedSession session = await _creation.CreateAsync(start, payload);
        return new TraceClient(session.Token, FactsOf(session));
    }

    /// <summary>Refreshes; <see langword="null"/> if that is refused.</summary>
    public async ValueTask<TraceClient?> RefreshAsync(SessionToken token)
    {
        TokenOutcome outcome = await _refresh.RotateAsync(NewContext(), token.ToRefreshToken(), clientId: null, audience: null);
        return outcome.Session is { } session ? new TraceClient(session.Token, FactsOf(session)) : null;
    }

    /// <summary>Authenticates once more; <see langword="null"/> if that is refused.</summary>
    public async ValueTask<TraceClient?> StepUpAsync(SessionToken token)
    {
        SessionTokenResult result = await _stepUp.StepUpAsync(NewContext(), token.ToRefreshToken(), ["otp"], level: null);
        return result.IsSuccess && SessionToken.TryParseRefreshToken(result.Tokens.RefreshToken, out SessionToken newToken)
            ? new TraceClient(newToken, AccessTokenFacts.Read(Base64Url.DecodeFromChars(result.Tokens.AccessToken.Value.Split('.')[1]))!)
            : null;
    }

    /// <summary>The privileges of the user are changed elsewhere.</summary>
    public async Task ChangePrivilegesAsync(SessionId session) => await _store.MarkAsync(session, reauthenticate: false);

    /// <summary>The session is ended elsewhere.</summary>
    public async Task EndAsync(SessionId session) => await _store.EndAsync(session, SessionEndReason.Revoked);

    /// <summary>Calls an API.</summary>
    public ValueTask<bool> CallAsync(AccessTokenFacts access) => _lookup.IsGoodAsync(access);

    public void Dispose() => _services.Dispose();

    private DefaultHttpContext NewContext() => new() { RequestServices = _services };

    private AccessTokenFacts FactsOf(LoadedSession session) =>
        new(session.Record.Id, _opener.Hash(session.Token), session.Record.PrivilegeChanges);

    /// <summary>Has nothing new to say of a user.</summary>
    private sealed class SameUser : IPrincipalRefresher
    {
        public ValueTask<ClaimsPrincipal?> RefreshAsync(PrincipalRefreshContext context) =>
            ValueTask.FromResult<ClaimsPrincipal?>(context.Principal);
    }
}
