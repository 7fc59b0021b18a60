namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers stores and features, each by an extension method of its own.</summary>
public sealed class SecureSessionsBuilder
{
    internal SecureSessionsBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services.</summary>
    public IServiceCollection Services { get; }
}
