namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Stores and features add their own verbs to it.</summary>
public sealed class SecureSessionsBuilder
{
    internal SecureSessionsBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services.</summary>
    public IServiceCollection Services { get; }
}
