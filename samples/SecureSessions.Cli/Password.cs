using System.Text;

namespace SecureSessions.Cli;

/// <summary>Reads a password, from the terminal without showing it.</summary>
internal static class Password
{
    public static string Read()
    {
        if (Console.IsInputRedirected)
            return Console.ReadLine() ?? "";

        Console.Write("Password: ");
        var password = new StringBuilder();
        for (ConsoleKeyInfo key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key != ConsoleKey.Backspace)
                password.Append(key.KeyChar);
            else if (password.Length > 0)
                password.Length--;
        }

        Console.WriteLine();
        return password.ToString();
    }
}
