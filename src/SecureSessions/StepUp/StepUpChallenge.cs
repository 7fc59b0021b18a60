using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions;

/// <summary>What a refused user needs to be admitted: a more recent or a higher authentication, and nothing else.</summary>
internal sealed class StepUpChallenge(TimeSpan? maxAge, string? level)
{
    /// <summary>
    /// Finds the challenge that a refused user has to meet at the endpoint. Returns nothing if no guard of the endpoint requires a fresh
    /// authentication, or if another requirement is not met either: authenticating again would not help.
    /// </summary>
    public static async Task<StepUpChallenge?> FindAsync(HttpContext context, AuthenticationLevels levels)
    {
        // The endpoint's policy is evaluated here once more. A guard that fails does not record a challenge, because a check that the app
        // makes by hand, or a refusal for a reason of the app's own, must not lead to one.
        if (context.GetEndpoint()?.Metadata is not { } metadata
            || context.RequestServices.GetService<IAuthorizationService>() is not { } authorization
            || await CombineAsync(metadata, context.RequestServices.GetRequiredService<IAuthorizationPolicyProvider>()) is not { } policy
            || !policy.Requirements.OfType<FreshAuthenticationRequirement>().Any())
        {
            return null;
        }

        AuthorizationResult result = await authorization.AuthorizeAsync(context.User, context, policy);
        return result.Failure is { FailCalled: false } failure
            && failure.FailedRequirements.All(static missing => missing is FreshAuthenticationRequirement)
            ? Of([.. failure.FailedRequirements.Cast<FreshAuthenticationRequirement>()], levels)
            : null;
    }

    /// <summary>The challenge as a header for API clients (RFC 9470, 3).</summary>
    public override string ToString()
    {
        string description = (maxAge, level) switch
        {
            (null, _) => "A higher level of authentication is required",
            (_, null) => "A more recent authentication is required",
            _ => "A more recent authentication, of a certain level, is required",
        };
        string levels = level is null ? "" : $", acr_values={Quote(level)}";
        string age = maxAge is { } time ? string.Create(CultureInfo.InvariantCulture, $", max_age=\"{(int)time.TotalSeconds}\"") : "";
        return $"Bearer error=\"insufficient_user_authentication\", error_description={Quote(description)}{levels}{age}";
    }

    /// <summary>
    /// The challenge as a query for the page to which a browser is sent. It tells the page what to ask of the user or of a provider.
    /// </summary>
    public QueryString ToQuery()
    {
        QueryString query = level is null ? default : QueryString.Create("acr_values", level);
        return maxAge is { } time ? query.Add("max_age", ((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture)) : query;
    }

    // One authentication has to meet all missing requirements.
    private static StepUpChallenge Of(FreshAuthenticationRequirement[] missing, AuthenticationLevels levels) => new(
        missing.Min(static requirement => requirement.MaxAge),
        missing.Aggregate((string?)null, (level, requirement) => levels.Stricter(level, requirement.Level)));

    // Combines policies as the authorization middleware does.
    private static async Task<AuthorizationPolicy?> CombineAsync(EndpointMetadataCollection metadata, IAuthorizationPolicyProvider provider)
    {
        AuthorizationPolicy? policy = await AuthorizationPolicy.CombineAsync(
            provider, metadata.GetOrderedMetadata<IAuthorizeData>(), metadata.GetOrderedMetadata<AuthorizationPolicy>());
        IAuthorizationRequirement[] further =
            [.. metadata.GetOrderedMetadata<IAuthorizationRequirementData>().SelectMany(static data => data.GetRequirements())];
        if (further.Length == 0)
            return policy;

        AuthorizationPolicyBuilder builder = policy is null ? new AuthorizationPolicyBuilder() : new AuthorizationPolicyBuilder(policy);
        return builder.AddRequirements(further).Build();
    }

    // RFC 9110, 5.6.4.
    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
