using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace SecureSessions.Sql.Tests;

/// <summary>A mistake is told with its cure.</summary>
public sealed class SqlStoreOptionsTests
{
    [Fact]
    public void Everything_that_is_wrong_is_reported_at_once()
    {
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => Read(static sql =>
        {
            sql.Schema = "se ssions";
            sql.TouchInterval = TimeSpan.FromHours(1);
        }));

        Assert.Equal(
            [
                "DataSource is not set, and no DbDataSource is registered. Set it to NpgsqlDataSource.Create(connectionString), or for "
                    + "SQLite to SqliteFactory.Instance.CreateDataSource(\"Data Source=sessions.db\").",
                "Dialect is not set. Set it to SqlDialect.PostgreSql or SqlDialect.Sqlite, whichever the database speaks.",
                "Schema is \"se ssions\". Set it to a letter or _, then letters, digits and _, 63 characters in all, for example "
                    + "\"sessions\".",
                "TouchInterval is 01:00:00. Set it between 00:00:00 and 00:05:00.",
            ],
            error.Failures);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("a\"; DROP TABLE ss_session; --")]
    [InlineData("a]")]
    [InlineData("a.b")]
    [InlineData("sessions\n")]
    [InlineData("größe")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void A_schema_is_a_plain_name(string schema)
    {
        Assert.Throws<OptionsValidationException>(() => Read(sql =>
        {
            sql.DataSource = Source;
            sql.Dialect = SqlDialect.PostgreSql;
            sql.Schema = schema;
        }));
        Assert.Throws<ArgumentException>(() => SqlSchema.Script(SqlDialect.PostgreSql, schema));
    }

    [Fact]
    public void SQLite_has_no_schemas()
    {
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => Read(static sql =>
        {
            sql.DataSource = Source;
            sql.Dialect = SqlDialect.Sqlite;
            sql.Schema = "sessions";
        }));

        Assert.Equal(["Schema is \"sessions\", but SQLite has no schemas. Leave it null."], error.Failures);
    }

    [Fact]
    public void The_defaults_are_those_of_the_documentation()
    {
        var options = new SqlStoreOptions();

        Assert.Null(options.DataSource);
        Assert.Null(options.Dialect);
        Assert.Null(options.Schema);
        Assert.Equal(TimeSpan.FromSeconds(10), options.TouchInterval);
    }

    [Fact]
    public void The_data_source_of_the_app_is_taken_if_none_is_set()
    {
        var services = new ServiceCollection();
        services.AddSingleton(Source);
        services.AddLogging().AddSecureSessions().AddSqlStore(static sql => sql.Dialect = SqlDialect.Sqlite);
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Same(provider.GetRequiredService<DbDataSource>(), provider.GetRequiredService<SqlSettings>().DataSource);
    }

    private static DbDataSource Source => SqliteFactory.Instance.CreateDataSource("Data Source=unused.db");

    private static SqlStoreOptions Read(Action<SqlStoreOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddSecureSessions().AddSqlStore(configure);
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<SqlStoreOptions>>().Value;
    }
}
