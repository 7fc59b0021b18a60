using SecureSessions;
using SecureSessions.BlazorSample;
using SecureSessions.BlazorSample.Components;
using SecureSessions.Sample;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(
    kestrel => kestrel.ConfigureHttpsDefaults(https => LoopbackCertificate.UseIfNoOther(https, builder.Configuration)));

// Sessions, form tokens that are bound to them, and circuits that end with them.
builder.Services.AddSecureSessions().AddSessionAntiforgery().AddSessionCircuits();
builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession(static pages => pages.LoginPath = "/login");
builder.Services.AddAuthorization();

builder.Services.AddRazorComponents().AddInteractiveServerComponents();
builder.Services.AddCascadingAuthenticationState();
builder.Services.AddDemoUsers();

WebApplication app = builder.Build();
app.UseHsts();                                              // sends nothing on localhost
app.UseStatusPages();
app.UseAuthentication();
app.UseAuthorization();
app.UseSecureSessions();
app.UseAntiforgery();
app.UseFormRefusal();

app.MapStaticAssets().WithoutSession();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
await app.RunAsync();
