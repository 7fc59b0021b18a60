using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>Tells the requests for static files, whose session is not loaded unless the app asks for it.</summary>
/// <remarks>
/// WebApplication puts authentication before UseStaticFiles(), so that each image would cost a call to the store. Where static files are served
/// in the pipeline cannot be seen, but what they are can: an endpoint of MapStaticAssets(), or a file of the web root where no endpoint was found.
/// An app that looks at the user or the session of such a request all the same is found out by its first look (<see cref="StaticFileRequest"/>),
/// from which on everything is loaded as for any other request.
/// </remarks>
internal sealed class StaticFiles(ILogger<StaticFiles> logger, IWebHostEnvironment? environment = null)
{
    private readonly FileExtensionContentTypeProvider _types = new();
    private volatile bool _appLooks;
    private int _said;

    public bool IsFor(HttpContext context)
    {
        if (_appLooks || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)))
            return false;

        return context.GetEndpoint() is { } endpoint
            ? endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
            : context.Request.Path.Value is { Length: > 0 } path && IsFile(path);
    }

    /// <summary>Whether authorization will ask who sent the request: the endpoint is guarded, or everything is that says nothing.</summary>
    public static async ValueTask<bool> IsGuardedAsync(HttpContext context)
    {
        EndpointMetadataCollection? metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<IAllowAnonymous>() is not null)
            return false;
        if (metadata is not null && metadata.Any(static item => item is IAuthorizeData or AuthorizationPolicy or IAuthorizationRequirementData))
            return true;

        return context.RequestServices.GetService<IAuthorizationPolicyProvider>() is { } policies && await policies.GetFallbackPolicyAsync() is not null;
    }

    /// <summary>The app looked at the user or the session of a request for a static file.</summary>
    public void NoteLook()
    {
        _appLooks = true;
        if (Interlocked.Exchange(ref _said, 1) == 0)
            Log.StaticFileLookedAt(logger);
    }

    // What UseStaticFiles() serves: a known kind of file. UseDefaultFiles() shows the file behind the path of its folder.
    private bool IsFile(string path)
    {
        if (path[^1] == '/')
            path += "index.html";
        return _types.TryGetContentType(path, out _)
            && environment?.WebRootFileProvider.GetFileInfo(path) is { Exists: true, IsDirectory: false };
    }
}
