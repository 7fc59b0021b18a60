using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>
/// The callback paths of remote authentication schemes. Their requests come from the provider's site by design; the state parameter
/// protects them.
/// </summary>
internal static class RemoteCallback
{
    // OpenID Connect and WS-Federation have these paths too. The properties are read by name, since the library does not depend on their
    // packages.
    private static readonly string[] FurtherPaths = ["RemoteSignOutPath", "SignedOutCallbackPath"];

    /// <summary>
    /// Whether a remote authentication scheme answers this request. The answer is not cached: few requests need it, and schemes can be
    /// added and removed at run time.
    /// </summary>
    public static async ValueTask<bool> IsOneAsync(HttpContext context)
    {
        if (context.RequestServices.GetService<IAuthenticationSchemeProvider>() is not { } schemes)
            return false;

        foreach (AuthenticationScheme scheme in await schemes.GetRequestHandlerSchemesAsync())
        {
            if (FindOptions(scheme, context.RequestServices) is { } options && PathsOf(options).Contains(context.Request.Path))
                return true;
        }

        return false;
    }

    /// <summary>Whether a scheme sends users to another site to sign in.</summary>
    public static bool IsRemote(AuthenticationScheme scheme) => FindBase(scheme) is not null;

    /// <summary>The options of a remote scheme; <see langword="null"/> for any other scheme.</summary>
    [UnconditionalSuppressMessage(
        "AOT",
        "IL3050",
        Justification = "A remote handler takes IOptionsMonitor of its options by its constructor, so that this very type exists.")]
    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2055",
        Justification = "A remote handler takes IOptionsMonitor of its options by its constructor, so that this very type exists.")]
    private static RemoteAuthenticationOptions? FindOptions(AuthenticationScheme scheme, IServiceProvider services)
    {
        return FindBase(scheme) is { } handler
            && services.GetService(
                typeof(IOptionsMonitor<>)
                    .MakeGenericType(handler.GetGenericArguments())) is IOptionsMonitor<RemoteAuthenticationOptions> monitor
            ? monitor.Get(scheme.Name)
            : null;
    }

    private static Type? FindBase(AuthenticationScheme scheme)
    {
        Type? type = scheme.HandlerType;
        while (type is not null && !(type.IsGenericType && type.GetGenericTypeDefinition() == typeof(RemoteAuthenticationHandler<>)))
            type = type.BaseType;

        return type;
    }

    private static IEnumerable<PathString> PathsOf(RemoteAuthenticationOptions options) => FurtherPaths
        .Select(name => PathOf(options, name))
        .Append(options.CallbackPath)
        .Where(static path => path.HasValue);

    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2075",
        Justification = "A path whose property was trimmed away is treated as any other path, which is the safe side.")]
    private static PathString PathOf(RemoteAuthenticationOptions options, string property) =>
        options.GetType().GetProperty(property)?.GetValue(options) is PathString path ? path : default;
}
