using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>Recognises requests for static files. Their session is not loaded unless the app uses it.</summary>
/// <remarks>
/// WebApplication puts authentication before UseStaticFiles(), so that each image would cost a call to the store. The library cannot see
/// where in the pipeline static files are served, but it can recognise their requests: the endpoint is one of MapStaticAssets(), or there
/// is no endpoint and the web root has the file. When an app uses the user or the session of such a request for the first time
/// (<see cref="StaticFileRequest"/>), the sessions of all such requests are loaded from then on.
/// </remarks>
internal sealed class StaticFiles(ILogger<StaticFiles> logger, IWebHostEnvironment? environment = null)
{
    private readonly FileExtensionContentTypeProvider _types = new();
    private volatile bool _appUsesSessions;
    private readonly Once _logLine = new();

    public bool IsFor(HttpContext context)
    {
        if (_appUsesSessions || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)))
            return false;

        return context.GetEndpoint() is { } endpoint
            ? endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
            : context.Request.Path.Value is { Length: > 0 } path && IsFile(path);
    }

    /// <summary>Whether authorization needs the user of the request: the endpoint requires it, or a fallback policy does.</summary>
    public static async ValueTask<bool> IsGuardedAsync(HttpContext context)
    {
        EndpointMetadataCollection? metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<IAllowAnonymous>() is not null)
            return false;
        if (metadata is not null
            && metadata.Any(static item => item is IAuthorizeData or AuthorizationPolicy or IAuthorizationRequirementData))
            return true;

        return context.RequestServices.GetService<IAuthorizationPolicyProvider>() is { } policies
            && await policies.GetFallbackPolicyAsync() is not null;
    }

    /// <summary>The app used the user or the session of a request for a static file.</summary>
    public void OnSessionAccessed()
    {
        _appUsesSessions = true;
        if (_logLine.TryTake())
            Log.StaticFileLookedAt(logger);
    }

    // UseStaticFiles() serves files of known types. UseDefaultFiles() serves index.html at the path of its folder.
    private bool IsFile(string path)
    {
        if (path[^1] == '/')
            path += "index.html";
        return _types.TryGetContentType(path, out _)
            && environment?.WebRootFileProvider.GetFileInfo(path) is { Exists: true, IsDirectory: false };
    }
}
