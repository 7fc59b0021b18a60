using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace SecureSessions.Redis;

/// <summary>A script, by its text and by the name that Redis gives it.</summary>
internal sealed class RedisScript
{
    // All that begin with Session.lua belong to a session; the others stand alone.
    public static readonly RedisScript Create = OfSession(nameof(Create));
    public static readonly RedisScript Find = OfSession(nameof(Find));
    public static readonly RedisScript Peek = OfSession(nameof(Peek));
    public static readonly RedisScript Replace = OfSession(nameof(Replace));
    public static readonly RedisScript End = OfSession(nameof(End));
    public static readonly RedisScript Mark = OfSession(nameof(Mark));
    public static readonly RedisScript Reserve = new(Read(nameof(Reserve)));
    public static readonly RedisScript Enqueue = new(Read(nameof(Enqueue)));
    public static readonly RedisScript Lease = new(Read(nameof(Lease)));
    public static readonly RedisScript Remember = new(Read(nameof(Remember)));
    public static readonly RedisScript History = new(Read(nameof(History)));
    public static readonly RedisScript List = new(Read(nameof(List)));
    public static readonly RedisScript Remove = new(Read(nameof(Remove)));
    public static readonly RedisScript Devices = new(Read(nameof(Devices)));
    public static readonly RedisScript Time = new(Read(nameof(Time)));

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "The name by which EVALSHA calls a script.")]
    private RedisScript(string text)
    {
        Text = text;
        Hash = SHA1.HashData(Encoding.UTF8.GetBytes(text));
    }

    public string Text { get; }

    public byte[] Hash { get; }

    private static RedisScript OfSession(string name) => new(Read("Session") + Read(name));

    private static string Read(string name)
    {
        using Stream stream = typeof(RedisScript).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
