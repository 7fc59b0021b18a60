using System.Text.RegularExpressions;

namespace SecureSessions.Sql;

/// <summary>The name of a schema, which becomes a part of statements: so only a plain name is one.</summary>
internal static partial class SchemaName
{
    /// <summary>What is wrong with a name for a dialect and how to mend it; nothing if it is good.</summary>
    public static string? FindFault(string? name, SqlDialect? dialect)
    {
        if (name is null)
            return null;
        if (dialect == SqlDialect.Sqlite)
            return $"Schema is \"{name}\", but SQLite has no schemas. Leave it null.";

        return Plain().IsMatch(name)
            ? null
            : $"Schema is \"{name}\". Set it to a letter or _, then letters, digits and _, 63 characters in all, for example \"sessions\".";
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,62}\z")]
    private static partial Regex Plain();
}
