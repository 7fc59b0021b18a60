using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions;

/// <summary>What a user who was refused has to show to get in: a newer or a higher authentication, and nothing else.</summary>
internal sealed class StepUpChallenge(TimeSpan? maxAge, string? level)
{
    /// <summary>
    /// The challenge that lets a refused user into the endpoint; nothing if no guard of the endpoint asks for it, or if something else is missing
    /// too: authenticating again would be in vain.
    /// </summary>
    public static async Task<StepUpChallenge?> FindAsync(HttpContext context, AuthenticationLevels levels)
    {
        // Asked here, of the endpoint as it stands, and not noted when a guard fails: a check that the app makes by hand, and its own reasons to
        // refuse somebody, are no business of ours.
        if (context.GetEndpoint()?.Metadata is not { } metadata
            || context.RequestServices.GetService<IAuthorizationService>() is not { } authorization
            || await CombineAsync(metadata, context.RequestServices.GetRequiredService<IAuthorizationPolicyProvider>()) is not { } policy
            || !policy.Requirements.OfType<FreshAuthenticationRequirement>().Any())
        {
            return null;
        }

        AuthorizationResult result = await authorization.AuthorizeAsync(context.User, context, policy);
        return result.Failure is { FailCalled: false } failure && failure.FailedRequirements.All(static missing => missing is FreshAuthenticationRequirement)
            ? Of([.. failure.FailedRequirements.Cast<FreshAuthenticationRequirement>()], levels)
            : null;
    }

    /// <summary>The challenge as an API client reads it (RFC 9470, 3).</summary>
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

    /// <summary>The challenge as the page reads it that a browser is sent to: by it the page knows what to ask the user for, or what to ask a provider for.</summary>
    public QueryString ToQuery()
    {
        QueryString query = level is null ? default : QueryString.Create("acr_values", level);
        return maxAge is { } time ? query.Add("max_age", ((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture)) : query;
    }

    // One authentication has to do for all of them.
    private static StepUpChallenge Of(FreshAuthenticationRequirement[] missing, AuthenticationLevels levels) => new(
        missing.Min(static requirement => requirement.MaxAge),
        missing.Aggregate((string?)null, (level, requirement) => levels.Stricter(level, requirement.Level)));

    // As the authorization middleware does.
    private static async Task<AuthorizationPolicy?> CombineAsync(EndpointMetadataCollection metadata, IAuthorizationPolicyProvider provider)
    {
        AuthorizationPolicy? policy = await AuthorizationPolicy.CombineAsync(
            provider, metadata.GetOrderedMetadata<IAuthorizeData>(), metadata.GetOrderedMetadata<AuthorizationPolicy>());
        IAuthorizationRequirement[] further = [.. metadata.GetOrderedMetadata<IAuthorizationRequirementData>().SelectMany(static data => data.GetRequirements())];
        if (further.Length == 0)
            return policy;

        AuthorizationPolicyBuilder builder = policy is null ? new AuthorizationPolicyBuilder() : new AuthorizationPolicyBuilder(policy);
        return builder.AddRequirements(further).Build();
    }

    // RFC 9110, 5.6.4.
    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
