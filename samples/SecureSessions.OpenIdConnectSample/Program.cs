using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using SecureSessions;
using SecureSessions.OpenIdConnectSample.Provider;
using SecureSessions.Sample;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
X509Certificate2? certificate = LoopbackCertificate.CreateIfNoOther(builder.Configuration);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate));

// The provider. That of an app of yours runs somewhere else.
await using DemoProvider provider = await DemoProvider.StartAsync(
    new Uri(builder.Configuration["Provider"]!), new Uri(builder.Configuration["Urls"]!), certificate);

// The app: as docs/openid-connect.md shows it, with form tokens that are bound to the session.
builder.Services.AddSecureSessions().AddSessionAntiforgery().AddOpenIdConnectSessions();
builder.Services.AddAuthorization();
builder.Services.AddAuthentication(options =>
    {
        options.DefaultScheme = SecureSessionDefaults.AuthenticationScheme;
        options.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
    })
    .AddSecureSession()
    .AddOpenIdConnect(options =>
    {
        options.Authority = provider.Address.ToString();
        options.ClientId = DemoProvider.ClientId;
        options.ClientSecret = provider.ClientSecret;
        options.BackchannelHttpHandler = provider.CreateHandler();
        options.ResponseType = "code";
        options.MapInboundClaims = false;
        options.TokenValidationParameters.NameClaimType = "name";
        options.SaveTokens = true;
        options.Scope.Add("offline_access");
    });
builder.Services.AddRazorPages();

WebApplication app = builder.Build();
app.UseHsts();                                              // sends nothing on localhost
app.UseAuthentication();
app.UseAuthorization();
app.UseSecureSessions();
app.MapBackChannelLogout();
app.MapRazorPages();
await app.RunAsync();
