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
app.Services.GetRequiredService<DemoUser>();                // at start-up, because it throws without a password

if (!app.Environment.IsDevelopment())
    app.UseHsts();
app.UseHttpsRedirection();
app.UseRateLimiter();
app.UseSecureSessions();

// A request of another site does not get here with the session cookie, and begins no session without one: the library answers it 403.
RouteGroupBuilder api = app.MapGroup("/api");
api.MapSignIn();
api.MapNotes();
api.MapSecureSessions("/session");                          // the endpoints that <session-timeout> calls
api.Map("{**path}", () => Results.NotFound());              // other paths get 404, not the page

app.MapStaticAssets().WithoutSession();
app.MapFallbackToFile("index.html").WithoutSession();       // every address within the page
app.Run();
