using System.Threading.RateLimiting;
using Company.WebApplication1;
using SecureSessions;

var builder = WebApplication.CreateBuilder(args);

// Sessions are kept in memory. For several nodes add the package SecureSessions.Redis and .AddRedisStore("host:port").
builder.Services.AddSecureSessions(builder.Configuration.GetSection("Sessions")).AddSessionAntiforgery();
builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession(pages =>
{
    pages.LoginPath = "/Login";
    pages.LogoutPath = "/Logout";
});
builder.Services.AddAuthorization();
builder.Services.AddRateLimiter(limits =>
{
    limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
    limits.AddPolicy("login", context => RateLimitPartition.GetFixedWindowLimiter(
        context.Connection.RemoteIpAddress, _ => new FixedWindowRateLimiterOptions { PermitLimit = 20, Window = TimeSpan.FromMinutes(1) }));
});
builder.Services.AddRazorPages();
builder.Services.AddSingleton<DemoUser>();

var app = builder.Build();
app.Services.GetRequiredService<DemoUser>();                // at start-up, because it throws without a password

if (!app.Environment.IsDevelopment())
    app.UseHsts();
app.UseHttpsRedirection();
app.UseRateLimiter();
app.UseSecureSessions();

app.MapStaticAssets().WithoutSession();
app.MapRazorPages();
app.MapSecureSessions("/session");                          // the endpoints that <session-timeout> calls
app.Run();
