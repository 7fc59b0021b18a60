using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace SecureSessions.IdentitySample.Data;

/// <summary>The users, as <c>dotnet new webapp --auth Individual</c> makes them.</summary>
public sealed class SampleData(DbContextOptions<SampleData> options) : IdentityDbContext<IdentityUser>(options);
