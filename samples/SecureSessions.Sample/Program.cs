using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using SecureSessions;
using SecureSessions.Sample;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(
    kestrel => kestrel.ConfigureHttpsDefaults(https => LoopbackCertificate.UseIfNoOther(https, builder.Configuration)));

// Sessions: appsettings.json says how long and how many, the command line says where they are kept.
SecureSessionsBuilder sessions = builder.Services.AddSecureSessions(builder.Configuration.GetSection("Sessions"));
sessions.AddPrincipalRefresher<DemoRefresher>().AddGeoLocator<DemoLocator>().AddSessionAntiforgery().AddClientTokens(builder.Configuration);
sessions.AddSessionAuditLog(audit => audit.File = builder.Configuration["Audit:File"]);     // without a file: in the log
if (builder.Configuration["Redis"] is { Length: > 0 } redis)
    sessions.AddRedisStore(redis);
else if (builder.Configuration["Database"] is { Length: > 0 } database)
    await sessions.AddDatabaseAsync(database);
builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession(static pages =>
{
    pages.LoginPath = "/login";
    pages.LogoutPath = "/logout";
    pages.ReauthenticationPath = "/reauthenticate";
    pages.AccessDeniedPath = "/denied";
}).AddClientBearer(builder.Configuration);                  // for clients without cookies, such as samples/SecureSessions.Cli
builder.Services.AddAuthorization();
builder.Services.AddHttpContextAccessor();                  // by it, the event of a session that is ended from elsewhere has an address

// Metrics, health check and rate limiter.
builder.Services.AddActivity();
builder.Services.AddHealthChecks().AddSecureSessions(tags: ["ready"]);
builder.Services.AddRateLimiter(static limits =>
{
    limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
    limits.AddPolicy("floods", SecureSessionFloods.Partition);
    limits.OnRejected = static (refused, stop) =>
        new(refused.HttpContext.Response.WriteAsync("Too many requests. Wait a minute, then try again.", stop));
});
builder.Services.AddHsts(static hsts => (hsts.MaxAge, hsts.IncludeSubDomains) = (TimeSpan.FromDays(365), true));

// The pages.
builder.Services.AddRazorPages().AddSessionStateTempDataProvider();
builder.Services.AddDemoUsers();
builder.Services.AddSingleton<SecondFactors>().AddSingleton<CodeCheck>();
builder.Services.AddSingleton<LiveStream>();
builder.Services.AddSingleton<NodeFacts>();

WebApplication app = builder.Build();
app.UseHsts();                                              // sends nothing on localhost; appsettings.json has the hosts that are answered
app.UseSecurityHeaders();
app.UseMiddleware<UnavailablePage>();                       // around everything that may answer 503
app.UseRateLimiter();                                       // before the session is loaded: a refused request costs no call to the store
app.UseStatusPages();
app.UseAuthentication();                                    // called here, because WebApplication itself would put it before all of these
app.UseAuthorization();
app.UseSecureSessions();

app.MapStaticAssets().WithoutSession();
app.MapRazorPages();
app.MapSecureSessions("/session");                          // for the page's script: time left, stay signed in
app.MapClients();
app.MapGet("/live", static (HttpContext context, LiveStream live) =>
    TypedResults.ServerSentEvents(live.ReadAsync(context.RequestAborted).UntilEnded(context.GetSecureSession())))
    .RequireAuthorization().AsPassive();
app.MapGet("/form-token", static (HttpContext context, IAntiforgery antiforgery) => antiforgery.GetAndStoreTokens(context).RequestToken)
    .RequireAuthorization().AsPassive();
app.MapPrometheusScrapingEndpoint("/metrics")
    .RequireAuthorization(static policy => policy.RequireRole(Roles.Admin)).AllowCookieRedirect().AsPassive();
app.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = static check => check.Tags.Contains("ready") }).WithoutSession();
await app.RunAsync();
