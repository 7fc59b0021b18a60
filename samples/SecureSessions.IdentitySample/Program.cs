using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecureSessions.IdentitySample.Data;
using SecureSessions.Sample;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(
    kestrel => kestrel.ConfigureHttpsDefaults(https => LoopbackCertificate.UseIfNoOther(https, builder.Configuration)));

// Identity, as the template has it. The database is a file beside the program.
string users = builder.Configuration.GetConnectionString("Users") ?? $"Data Source={Path.Combine(AppContext.BaseDirectory, "users.db")}";
builder.Services.AddDbContext<SampleData>(options => options.UseSqlite(users));
builder.Services.AddDefaultIdentity<IdentityUser>().AddEntityFrameworkStores<SampleData>();
builder.Services.AddRazorPages();

// Sessions: this line, and the one below.
builder.Services.AddSecureSessions().AddIdentitySessions();

WebApplication app = builder.Build();
await using (AsyncServiceScope scope = app.Services.CreateAsyncScope())
    await scope.ServiceProvider.GetRequiredService<SampleData>().Database.EnsureCreatedAsync();

app.UseAuthentication();
app.UseAuthorization();
app.UseSecureSessions();
app.MapStaticAssets().WithoutSession();
app.MapRazorPages();
await app.RunAsync();
