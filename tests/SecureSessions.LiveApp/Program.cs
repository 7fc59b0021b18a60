using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using SecureSessions;
using SecureSessions.LiveApp;

// An app with a hub, for tests that need it in processes of its own: --redis says where the sessions are, and --through-cache that they are
// there by the framework's own cache.
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
string redis = builder.Configuration["Redis"]!;
SecureSessionsBuilder sessions = builder.Services.AddSecureSessions(options => builder.Configuration.GetSection("Sessions").Bind(options));
if (builder.Configuration.GetValue<bool>("through-cache"))
{
    builder.Services.AddStackExchangeRedisCache(options => options.Configuration = redis);
    sessions.AddDistributedCacheStore();
}
else
{
    sessions.AddRedisStore(redis);
}

builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession();
builder.Services.AddAuthorization();

// A test's client sends no pings, and takes its time on a busy machine.
builder.Services
    .AddSignalR(static hubs => hubs.ClientTimeoutInterval = hubs.HandshakeTimeout = TimeSpan.FromMinutes(5))
    .AddSecureSessions();

WebApplication app = builder.Build();
app.UseSecureSessions();
app.MapHub<EchoHub>("/hub").RequireAuthorization();
app.MapGet("/", static (HttpContext context) => context.User.Identity?.Name ?? "nobody");
app.MapGet("/sign-in/{user}", static (HttpContext context, string user) =>
    context.SignInAsync(
        new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, user), new(ClaimTypes.Name, user)], "password"))));
app.MapGet("/regenerate", static (HttpContext context) => context.GetSecureSession().Regenerate());
app.MapGet("/sign-out", static (HttpContext context) => context.SignOutAsync());
await app.RunAsync();
