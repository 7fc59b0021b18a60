using System.Threading.RateLimiting;
using Company.WebApplication1;
using SecureSessions;

var builder = WebApplication.CreateBuilder(args);

// Sessions are kept in memory. For several nodes add the package SecureSessions.Redis and .AddRedisStore("host:port").
builder.Services.AddSecureSessions(builder.Configuration.GetSection("Sessions")).AddSessionAntiforgery();
builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession();
builder.Services.AddAuthorization();
builder.Services.AddRateLimiter(limits =>
{
    limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
    limits.AddPolicy("login", context => RateLimitPartition.GetFixedWindowLimiter(
        context.Connection.RemoteIpAddress, _ => new FixedWindowRateLimiterOptions { PermitLimit = 20, Window = TimeSpan.FromMinutes(1) }));
});
builder.Services.AddSingleton<DemoUser>();

var app = builder.Build();
app.Services.GetRequiredService<DemoUser>();                // at the start: it may have no password

if (!app.Environment.IsDevelopment())
    app.UseHsts();
app.UseHttpsRedirection();
app.UseRateLimiter();
app.UseSecureSessions();

// No request of another site gets here with the session's cookie, or begins a session without: the library refuses it with 403.
RouteGroupBuilder api = app.MapGroup("/api");
api.MapSignIn();
api.MapNotes();
api.MapSecureSessions("/session");                          // what <session-timeout> asks
api.Map("{**path}", () => Results.NotFound());              // and not the page

app.MapStaticAssets().WithoutSession();
app.MapFallbackToFile("index.html").WithoutSession();       // every address of the page's own
app.Run();
