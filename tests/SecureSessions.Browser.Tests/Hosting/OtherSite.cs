using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>The site of an attacker who is after the users of the sample. It answers to every name of this machine.</summary>
public sealed class OtherSite : IAsyncDisposable
{
    /// <summary>A host that has nothing in common with the sample's: the requests of its pages are cross-site.</summary>
    public const string Stranger = "evil.localhost";

    /// <summary>The sample's own host, at another port: the requests of its pages are same-site, and cookies come along.</summary>
    public const string Neighbour = "localhost";

    private readonly WebApplication _app;

    private OtherSite(WebApplication app) => _app = app;

    /// <summary>
    /// Starts a site that attacks this sample: <c>/form</c> and <c>/login-form</c> post to it, <c>/link</c> leads to it, <c>/frame</c>
    /// frames it.
    /// </summary>
    public static async Task<OtherSite> StartAsync(Uri sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(
            static kestrel => kestrel.Listen(IPAddress.Loopback, 0, static port => port.UseHttps(TestCertificate.Instance)));

        WebApplication app = builder.Build();
        app.MapGet("/", static () => Page("""<a href="/next">Go on</a>"""));
        app.MapGet("/next", static () => Page("""<a href="/">Go back</a>"""));
        app.MapGet("/form", () => Page(
            $"""<form method="post" action="{sample}logout"><input name="prize" value="1"><button>Win</button></form>"""));
        app.MapGet("/login-form", () => Page(
            $"""<form method="post" action="{sample}login"><input name="username" value="admin">"""
                + """<input name="password" value="Orchard-4-lanterns"><button>Win</button></form>"""));
        app.MapGet("/link", () => Page($"""<a href="{sample}account">Read</a> <a href="{sample}logout">Win</a>"""));
        app.MapGet("/frame", () => Page($"""<iframe src="{sample}account"></iframe>"""));
        app.MapGet("/favicon.ico", static () => Results.NoContent());
        await app.StartAsync();
        return new OtherSite(app);
    }

    /// <summary>The address of one of its pages.</summary>
    public string PageAt(string host, string path) => $"https://{host}:{new Uri(_app.Urls.Single()).Port}{path}";

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static IResult Page(string body) => Results.Content(
        $"""<!DOCTYPE html><html lang="en"><head><title>A prize</title></head><body>{body}</body></html>""", "text/html; charset=utf-8");
}
