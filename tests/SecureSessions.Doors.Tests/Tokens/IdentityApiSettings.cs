using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Doors.Tests.Tokens;

/// <summary>What an <see cref="IdentityApi"/> is to be.</summary>
internal sealed class IdentityApiSettings
{
    /// <summary>Whether Identity is added without any scheme, so that the app has no cookie at all.</summary>
    public bool IsCore { get; init; }

    /// <summary>Whether the tokens are added before Identity.</summary>
    public bool VerbFirst { get; init; }

    /// <summary>Whether Identity's own endpoint refreshes sessions.</summary>
    public bool Refreshes { get; init; } = true;

    /// <summary>Whether Identity's own login counts failed attempts.</summary>
    public bool CountsAttempts { get; init; }

    public Action<SecureSessionOptions>? Sessions { get; init; }

    public Action<IServiceCollection>? Services { get; init; }
}
