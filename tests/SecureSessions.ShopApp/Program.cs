#region shop
using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using SecureSessions;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSecureSessions().AddSessionAntiforgery();
builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession(o => o.LoginPath = "/login");
builder.Services.AddAuthorization();

var app = builder.Build();
app.UseSecureSessions();
app.UseAntiforgery();
app.MapGet("/login", () => "Who are you?");
app.MapGet("/me", (ClaimsPrincipal user) => user.Identity!.Name).RequireAuthorization();
app.MapGet("/admin", () => "Every order").RequireAuthorization(policy => policy.RequireRole("admin"));
app.MapGet("/cart", (HttpContext context) => $"{context.Session.GetInt32("items") ?? 0} items");
app.MapPost("/cart", ([FromForm] int items, HttpContext context) => context.Session.SetInt32("items", items));
app.MapPost("/orders", () => "Ordered").RequireFreshAuthentication(TimeSpan.FromMinutes(5));
app.Run();
#endregion
