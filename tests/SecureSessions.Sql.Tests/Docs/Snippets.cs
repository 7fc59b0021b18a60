using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace SecureSessions.Sql.Tests.Docs;

/// <summary>What the operators' page shows.</summary>
internal static class Snippets
{
    public static void AddPostgres(HostApplicationBuilder builder, string connectionString)
    {
        #region sql-postgres
        builder.Services.AddSecureSessions().AddSqlStore(sql =>
        {
            sql.DataSource = NpgsqlDataSource.Create(connectionString);
            sql.Dialect = SqlDialect.PostgreSql;
        });
        #endregion
    }

    public static async Task AddSqliteAsync(HostApplicationBuilder builder)
    {
        #region sql-sqlite
        var sessions = SqliteFactory.Instance.CreateDataSource("Data Source=sessions.db");
        await SqlSchema.CreateAsync(sessions, SqlDialect.Sqlite);
        builder.Services.AddSecureSessions().AddSqlStore(sql =>
        {
            sql.DataSource = sessions;
            sql.Dialect = SqlDialect.Sqlite;
        });
        #endregion
    }

    public static void AddInSchema(HostApplicationBuilder builder)
    {
        #region sql-schema
        builder.Services.AddSecureSessions().AddSqlStore(sql =>
        {
            sql.Dialect = SqlDialect.PostgreSql;                    // over the data source that the app has registered
            sql.Schema = "sessions";
        });
        #endregion
    }

    public static NpgsqlDataSource FindPrimary()
    {
        #region sql-primary
        NpgsqlDataSource primary = new NpgsqlDataSourceBuilder("Host=db-1,db-2;Database=shop;Username=app")
            .BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary);
        #endregion

        return primary;
    }

    public static string WriteScript()
    {
        #region sql-script
        string script = SqlSchema.Script(SqlDialect.PostgreSql, "sessions");
        #endregion

        return script;
    }
}
