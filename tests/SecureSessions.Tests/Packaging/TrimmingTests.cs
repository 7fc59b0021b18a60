using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Packaging;

[Collection(PackagingCollection.Name)]
public sealed class TrimmingTests(PackageFeed feed)
{
    private const string Program = """
        using System.Security.Claims;
        using System.Text.Json.Serialization;
        using Microsoft.AspNetCore.Authentication;
        using SecureSessions;

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddSecureSessions(builder.Configuration.GetSection("Sessions"));
        builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession();
        builder.Services.AddAuthorization();

        WebApplication app = builder.Build();
        app.UseSecureSessions();
        app.MapPost("/cart/{items:int}", (int items, HttpContext context) => context.GetSecureSession().Set("cart", new Cart(items), Json.Default.Cart));
        app.MapGet("/cart", string (HttpContext context) => $"{context.GetSecureSession().Get("cart", Json.Default.Cart)?.Items}");
        app.MapPost("/login", (HttpContext context) => context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "alice")], "test", "sub", "role"))));
        app.MapGet("/me", (ClaimsPrincipal user) => user.Identity!.Name).RequireAuthorization();
        app.MapPost("/logout", (HttpContext context) => context.SignOutAsync());
        app.Run();

        internal sealed record Cart(int Items);

        [JsonSerializable(typeof(Cart))]
        internal sealed partial class Json : JsonSerializerContext;
        """;

    [Fact]
    public async Task A_trimmed_self_contained_app_sets_signs_in_reads_and_signs_out()
    {
        await using RunningApp app = await PublishAndStartAsync();
        using Browser browser = app.NewBrowser();

        await browser.PostAsync("/cart/3");
        await browser.PostAsync("/login");
        Assert.Equal(("3", "alice"), ((await browser.GetAsync("/cart")).Body, (await browser.GetAsync("/me")).Body));

        using Browser thief = browser.Copy();
        await browser.PostAsync("/logout");
        Assert.Equal((HttpStatusCode.Unauthorized, null), ((await thief.GetAsync("/me")).Status, browser.Token));
    }

    private async Task<RunningApp> PublishAndStartAsync()
    {
        string folder = await feed.NewAppAsync("trimmed", Program);
        await DotNetCli.RunAsync(
            folder, "publish", "-warnaserror", "-o", "out", "--use-current-runtime", "--self-contained", "-p:PublishTrimmed=true", "-p:TrimmerSingleWarn=false");
        return await RunningApp.StartAsync(folder, Path.Combine(folder, "out", "trimmed"));
    }
}
