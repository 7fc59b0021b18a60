using System.ComponentModel;
using SecureSessions.TestKit;

namespace SecureSessions.Sql.Tests;

/// <summary>The programs of PostgreSQL: those of the newest version where Debian puts them, or those on the PATH.</summary>
internal static class PostgresPrograms
{
    private const string DebianFolder = "/usr/lib/postgresql";
    private const string User = "postgres";

    /// <summary>PgBouncer, which Debian puts where a user's PATH may not lead.</summary>
    public static readonly string PgBouncer = File.Exists("/usr/sbin/pgbouncer") ? "/usr/sbin/pgbouncer" : "pgbouncer";

    private static readonly bool IsRoot = Environment.UserName == "root";

    private static readonly string Folder = Directory.Exists(DebianFolder)
        ? Path.Combine(Directory.GetDirectories(DebianFolder).MaxBy(static name => int.Parse(Path.GetFileName(name), null)) ?? "", "bin/")
        : "";

    /// <summary>Runs a program to its end. PostgreSQL refuses to run as root, which then is another user.</summary>
    public static async Task<string> RunAsync(string folder, string name, params string[] arguments)
    {
        (string program, string[] all) = AsUser(Folder + name, arguments);
        try
        {
            return await Command.RunAsync(folder, Patience.Limit, program, all);
        }
        catch (Win32Exception missing)
        {
            throw Explained(missing);
        }
    }

    public static Command Start(string folder, string program, params string[] arguments)
    {
        (string first, string[] all) = AsUser(program == PgBouncer ? program : Folder + program, arguments);
        Command command = Command.Create(folder, first, all, new Dictionary<string, string>());
        try
        {
            command.Start();
            return command;
        }
        catch (Win32Exception missing)
        {
            throw Explained(missing);
        }
    }

    /// <summary>Gives a folder to the user that the programs run as.</summary>
    public static async Task OwnAsync(string folder)
    {
        if (IsRoot)
            await Command.RunAsync(folder, Patience.Limit, "chown", "-R", User, folder);
    }

    private static (string Program, string[] Arguments) AsUser(string program, string[] arguments) => IsRoot
        ? ("setpriv", [$"--reuid={User}", $"--regid={User}", "--clear-groups", program, .. arguments])
        : (program, arguments);

    private static InvalidOperationException Explained(Win32Exception missing) =>
        new(
            $"{missing.Message}. `apt-get install postgresql pgbouncer` installs what is missing; `bash tests/run.sh` does so by itself "
            + "where it may.",
            missing);
}
