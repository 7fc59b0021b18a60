using System.Text;

namespace SecureSessions.Tests.Junk;

/// <summary>Random and mutated bytes and texts. Seeded, so that a failure can be had again.</summary>
internal sealed class JunkSource(int seed)
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private const string Name = SecureSessionDefaults.CookieName;

    // What breaks cookie parsers: separators, quotes, escapes, prefixes in the wrong case, control characters, characters that fold to
    // ASCII.
    private static readonly string[] Fragments =
    [
        ";",
        "; ",
        "=",
        "==",
        ",",
        "\"",
        "\\",
        " ",
        "\t",
        "%00",
        "%3B",
        "\0",
        "\r\n",
        "\u0001",
        "\u007f",
        "\u00e9",
        "\uff1d",
        "\uff1b",
        "\ud800",
        "\u0130",
        Name, Name + "=", "__host-id=", "__HOST-id=", "id=", "$Version=1; ", "*", "{}", "a=b", "../../", "<script>", "\u202e", "\ufeff",
    ];

    private readonly Random _random = new(seed);

    public int Next(int bound) => _random.Next(bound);

    public byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>A Cookie header's fields: mostly near a valid one, for that is where parsers err.</summary>
    public string[] CookieFields(string token) =>
        Enumerable.Range(0, 1 + (Next(8) == 0 ? Next(4) : 0)).Select(_ => CookieField(token)).ToArray();

    /// <summary>Flips, inserts, deletes, repeats or cuts a few bytes.</summary>
    public byte[] Mutate(ReadOnlySpan<byte> source)
    {
        List<byte> bytes = [.. source];
        for (int i = 0; i <= Next(4); i++)
        {
            int at = Next(bytes.Count + 1);
            switch (Next(5))
            {
                case 0 when at < bytes.Count: bytes[at] ^= (byte)(1 << Next(8)); break;
                case 1: bytes.Insert(at, (byte)Next(256)); break;
                case 2 when at < bytes.Count: bytes.RemoveAt(at); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(8, bytes.Count - at))); break;
                default: bytes.RemoveRange(at, Math.Min(bytes.Count - at, Next(20))); break;
            }
        }

        return [.. bytes];
    }

    private string CookieField(string token) => Next(7) switch
    {
        0 => $"{Name}={MutateText(token)}",
        1 => MutateText($"{Name}={token}"),
        2 => $"{Name}={Text(64)}",
        3 => $"{Name}={RandomText(Next(200))}",
        4 => RandomText(Next(100)),
        5 => string.Concat(Enumerable.Range(0, Next(30)).Select(_ => Fragments[Next(Fragments.Length)])),
        _ => $"a=b; {Name}={Text(Next(8) == 0 ? 8192 : 63 + Next(3))}; {Name}={Text(64)}",
    };

    private string MutateText(string text)
    {
        var builder = new StringBuilder(text);
        for (int i = 0; i <= Next(3); i++)
        {
            int at = Next(builder.Length);
            switch (Next(4))
            {
                case 0: builder[at] = (char)Next(256); break;
                case 1: builder.Remove(at, 1); break;
                case 2: builder.Insert(at, Fragments[Next(Fragments.Length)]); break;
                default: builder[at] = Alphabet[Next(Alphabet.Length)]; break;
            }
        }

        return builder.ToString();
    }

    private string Text(int length) => string.Create(length, this, static (span, source) =>
    {
        foreach (ref char c in span)
            c = Alphabet[source.Next(Alphabet.Length)];
    });

    private string RandomText(int length) => string.Create(length, this, static (span, source) =>
    {
        foreach (ref char c in span)
            c = (char)source.Next(source.Next(10) == 0 ? 0x10000 : 128);
    });
}
