using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.TestKit;

/// <summary>What a <see cref="SessionHost"/> is to be.</summary>
public sealed class SessionHostSettings
{
    public ServerKind Kind { get; init; } = ServerKind.TestServer;

    public bool Https { get; init; } = true;

    public string Environment { get; init; } = "Production";

    /// <summary>The clock; by default one that is moved by hand.</summary>
    public TimeProvider? TimeProvider { get; init; }

    public Action<SecureSessionOptions>? Configure { get; init; }

    /// <summary>Adds what is added by verbs of its own, such as a store.</summary>
    public Action<SecureSessionsBuilder>? ConfigureSessions { get; init; }

    public Action<SecureSessionAuthenticationOptions>? ConfigureAuthentication { get; init; }

    public Action<IServiceCollection>? ConfigureServices { get; init; }

    /// <summary>What stands before <c>UseSecureSessions()</c>.</summary>
    public Action<WebApplication>? Before { get; init; }

    /// <summary>Whether <c>UseSecureSessions()</c> is called for you.</summary>
    public bool UseSessions { get; init; } = true;

    /// <summary>What stands after it.</summary>
    public Action<WebApplication>? Map { get; init; }
}
