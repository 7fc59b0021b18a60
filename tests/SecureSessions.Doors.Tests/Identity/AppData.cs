using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace SecureSessions.Doors.Tests.Identity;

/// <summary>The users and roles of <see cref="IdentityApp"/>.</summary>
public sealed class AppData(DbContextOptions<AppData> options) : IdentityDbContext<IdentityUser>(options);
