using SecureSessions;
using SecureSessions.Sample;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(static kestrel => kestrel.ConfigureHttpsDefaults(LoopbackCertificate.UseIfNoOther));

builder.Services.AddSecureSessions();
builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession(static pages =>
{
    pages.LoginPath = "/login";
    pages.LogoutPath = "/logout";
});
builder.Services.AddAuthorization();
builder.Services.AddAntiforgery(static options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
builder.Services.AddRazorPages();
builder.Services.AddSingleton<DemoUsers>();

WebApplication app = builder.Build();
app.UseSecureSessions();
app.MapStaticAssets().WithoutSession();
app.MapRazorPages();
await app.RunAsync();
