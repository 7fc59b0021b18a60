using System.Globalization;

namespace SecureSessions.Benchmarks.Load;

/// <summary>How long to drive. Bounded, whatever is asked for.</summary>
internal sealed record LoadSettings(int Rounds, int Seconds)
{
    public const int Connections = 32;
    public const int Threads = 2;

    public static LoadSettings Parse(string[] args) =>
        new(Math.Clamp(Read(args, "--rounds", 7), 1, 50), Math.Clamp(Read(args, "--seconds", 4), 1, 60));

    private static int Read(string[] args, string name, int otherwise)
    {
        int index = Array.IndexOf(args, name);
        return index >= 0 && index + 1 < args.Length ? int.Parse(args[index + 1], CultureInfo.InvariantCulture) : otherwise;
    }
}
