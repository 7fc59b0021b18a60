using Microsoft.EntityFrameworkCore;

namespace SecureSessions.Sql.Tests.Docs;

#region sql-entity
public sealed class SessionView
{
    public required string Id { get; init; }
    public string? UserId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset LastSeenAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? EndReason { get; init; }
}

public sealed class AppDatabase(DbContextOptions<AppDatabase> options) : DbContext(options)
{
    public DbSet<SessionView> Sessions => Set<SessionView>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<SessionView>(session =>
    {
        session.HasNoKey().ToView("ss_sessions");
        session.Property(s => s.Id).HasColumnName("id");
        session.Property(s => s.UserId).HasColumnName("user_id");
        session.Property(s => s.CreatedAt).HasColumnName("created_at");
        session.Property(s => s.LastSeenAt).HasColumnName("last_seen_at");
        session.Property(s => s.ExpiresAt).HasColumnName("expires_at");
        session.Property(s => s.EndedAt).HasColumnName("ended_at");
        session.Property(s => s.EndReason).HasColumnName("end_reason");
    });
}
#endregion
