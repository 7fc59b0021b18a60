using System.Reflection;

namespace SecureSessions.Sql.Tests;

/// <summary>The statements of a dialect, all of them.</summary>
internal static class AllStatements
{
    public static IEnumerable<SqlStatement> Of(SqlStatements statements) =>
        typeof(SqlStatements).GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(static property => property.PropertyType == typeof(SqlStatement))
            .Select(property => (SqlStatement)property.GetValue(statements)!)
            .Concat(statements.Purges);
}
