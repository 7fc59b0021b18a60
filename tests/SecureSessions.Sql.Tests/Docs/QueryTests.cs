using Microsoft.EntityFrameworkCore;
using SecureSessions.Testing;
using Xunit;

namespace SecureSessions.Sql.Tests.Docs;

/// <summary>The view shows sessions as their own facts have them.</summary>
public sealed class QueryTests(SqliteFile file) : IClassFixture<SqliteFile>
{
    [Fact]
    public async Task The_entity_of_the_page_reads_living_and_ended_sessions()
    {
        var ports = new SqlPorts(await file.OpenAsync());
        var sessions = new NewSessions(ports.Store, TimeSpan.FromMinutes(20), TimeSpan.FromHours(8));
        NewSession living = await sessions.CreateAsync("ada");
        NewSession ended = await sessions.CreateAsync("bob");
        await ports.Store.EndAsync(ended.Id, SessionEndReason.Revoked, expectedVersion: null, CancellationToken.None);
        await using var database = new AppDatabase(
            new DbContextOptionsBuilder<AppDatabase>().UseSqlite($"Data Source={file.Path}").Options);

        SessionView ada = await database.Sessions.SingleAsync(static session => session.UserId == "ada" && session.EndedAt == null);
        SessionView bob = await database.Sessions.SingleAsync(static session => session.EndReason == "Revoked");

        Assert.Equal(living.Id.ToString(), ada.Id);
        Assert.Equal(
            (living.CreatedAt, living.CreatedAt, living.CreatedAt + living.IdleTimeout), (ada.CreatedAt, ada.LastSeenAt, ada.ExpiresAt));
        Assert.Equal((ended.Id.ToString(), ended.CreatedAt), (bob.Id, bob.EndedAt));
    }
}
