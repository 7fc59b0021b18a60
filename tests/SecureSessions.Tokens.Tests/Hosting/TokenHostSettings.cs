using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;

namespace SecureSessions.Tokens.Tests.Hosting;

/// <summary>What a <see cref="TokenHost"/> is to be.</summary>
internal sealed class TokenHostSettings
{
    public Action<SecureSessionOptions>? Sessions { get; init; }

    public Action<SessionTokenOptions>? Tokens { get; init; }

    public Action<SecureSessionsBuilder>? ConfigureSessions { get; init; }

    public Action<IServiceCollection>? ConfigureServices { get; init; }

    public Action<SessionBearerOptions>? Bearer { get; init; }

    public Action<SessionTokensEndpointOptions>? Endpoints { get; init; }

    public SessionCheck Check { get; init; } = SessionCheck.EveryRequest;

    public bool Introspects { get; init; } = true;

    /// <summary>The node whose sessions this one has too; <see langword="null"/> for sessions of its own.</summary>
    public TokenHost? Peer { get; init; }

    /// <summary>The clock; by default one that is moved by hand, or that of <see cref="Peer"/>.</summary>
    public TimeProvider? Time { get; init; }

    public ServerKind Kind { get; init; } = ServerKind.TestServer;

    /// <summary>As of <see cref="SessionHostSettings"/>.</summary>
    public Action<WebApplication>? Before { get; init; }

    public Action<WebApplication>? Map { get; init; }
}
