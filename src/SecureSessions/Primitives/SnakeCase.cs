using System.Collections.Concurrent;
using System.Text;

namespace SecureSessions;

/// <summary>The names of the code as the values of tags are written: <c>SignedOut</c> as <c>signed_out</c>.</summary>
internal static class SnakeCase
{
    // Names of the code are few.
    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);

    public static string Of(string name) => Known.GetOrAdd(name, Write);

    private static string Write(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (int i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
