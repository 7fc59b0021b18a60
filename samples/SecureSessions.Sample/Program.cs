using SecureSessions;
using SecureSessions.Sample;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => LoopbackCertificate.UseIfNoOther(https, builder.Configuration)));

SecureSessionsBuilder sessions = builder.Services.AddSecureSessions(builder.Configuration.GetSection("Sessions"));
if (builder.Configuration["Redis"] is { Length: > 0 } redis)
    sessions.AddRedisStore(redis);
builder.Services.AddAuditTrail(builder.Configuration["Audit:File"]);
builder.Services.AddSingleton<NodeFacts>();
builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession(static pages =>
{
    pages.LoginPath = "/login";
    pages.LogoutPath = "/logout";
});
builder.Services.AddAuthorization();
builder.Services.AddRazorPages();
builder.Services.AddSingleton<DemoUsers>();

WebApplication app = builder.Build();
app.UseSecureSessions();
app.MapStaticAssets().WithoutSession();
app.MapRazorPages();
app.MapSecureSessions("/session");
app.MapGet("/live", static (HttpContext context) =>
    TypedResults.ServerSentEvents(Heartbeat.BeatAsync(context.RequestAborted).UntilEnded(context.GetSecureSession()))).AsPassive().RequireAuthorization();
await app.RunAsync();
