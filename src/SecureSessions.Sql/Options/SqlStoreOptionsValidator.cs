using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SecureSessions.Sql;

/// <summary>Reports every error at once, each with the way to fix it.</summary>
internal sealed class SqlStoreOptionsValidator(IServiceProviderIsService services) : IValidateOptions<SqlStoreOptions>
{
    private static readonly TimeSpan LongestTouchInterval = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, SqlStoreOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        if (options.DataSource is null && !services.IsService(typeof(DbDataSource)))
        {
            errors.AddError(
                "DataSource is not set, and no DbDataSource is registered. Set it to NpgsqlDataSource.Create(connectionString), or for "
                + "SQLite to SqliteFactory.Instance.CreateDataSource(\"Data Source=sessions.db\").");
        }

        if (options.Dialect is not { } dialect)
            errors.AddError("Dialect is not set. Set it to SqlDialect.PostgreSql or SqlDialect.Sqlite, whichever the database speaks.");
        else if (!Enum.IsDefined(dialect))
            errors.AddError($"Dialect is {(int)dialect}, which is none. Set it to SqlDialect.PostgreSql or SqlDialect.Sqlite.");

        if (SchemaName.FindFault(options.Schema, options.Dialect) is { } fault)
            errors.AddError(fault);

        TimeRange.Check(options.TouchInterval, nameof(options.TouchInterval), TimeSpan.Zero, LongestTouchInterval, errors);
        return errors.Build();
    }
}
