using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.TestKit;

/// <summary>An endpoint as OpenAPI documents it.</summary>
/// <param name="Route">Method and path.</param>
/// <param name="Statuses">The codes of its answers, in order.</param>
/// <param name="Metadata">All that is said of it.</param>
public sealed record DocumentedEndpoint(string Route, string Statuses, EndpointMetadataCollection Metadata)
{
    public IReadOnlyList<string> Tags => Metadata.GetRequiredMetadata<ITagsMetadata>().Tags;

    public string Summary => Metadata.GetRequiredMetadata<IEndpointSummaryMetadata>().Summary;

    /// <summary>The endpoint of an app that has this name.</summary>
    public static DocumentedEndpoint Of(SessionHost host, string name)
    {
        ArgumentNullException.ThrowIfNull(host);
        RouteEndpoint endpoint = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Single(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName == name);
        EndpointMetadataCollection metadata = endpoint.Metadata;
        return new DocumentedEndpoint(
            $"{metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Single()} {endpoint.RoutePattern.RawText}",
            string.Join(
                ' ',
                metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().Select(
                    static answer => answer.StatusCode).Distinct().Order()),
            metadata);
    }
}
