using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace SecureSessions.Redis;

/// <summary>A script: its text, and the hash by which Redis calls it.</summary>
/// <remarks>
/// The last argument is the number of the call, which comes back in front of the reply. One connection carries the calls of many requests,
/// and without the number a reply to another call would be accepted.
/// </remarks>
internal sealed class RedisScript
{
    // Numbers of Lua are doubles. Some servers write a whole one as "1.0", which no command accepts.
    private const string Beginning = """
        local function whole(number)
          return string.format('%.0f', number)
        end

        local function run()

        """;

    private const string Ending = """

        end
        return {ARGV[#ARGV], run()}
        """;

    // The scripts of a session begin with the texts of Record.lua and Session.lua, between which Find answers where it can. Those of a
    // history begin with the text of Past.lua, and those of attempts to sign in with that of Attempts.lua.
    public static readonly RedisScript Create = OfSession(nameof(Create));
    public static readonly RedisScript Find = new(Read("Record") + Read("Current") + Read("Session") + Read(nameof(Find)));
    public static readonly RedisScript Peek = OfSession(nameof(Peek));
    public static readonly RedisScript Replace = OfSession(nameof(Replace));
    public static readonly RedisScript End = OfSession(nameof(End));
    public static readonly RedisScript Mark = OfSession(nameof(Mark));
    public static readonly RedisScript Reserve = new(Read(nameof(Reserve)));
    public static readonly RedisScript Enqueue = new(Read(nameof(Enqueue)));
    public static readonly RedisScript Lease = new(Read(nameof(Lease)));
    public static readonly RedisScript Remember = OfHistory(nameof(Remember));
    public static readonly RedisScript History = OfHistory(nameof(History));
    public static readonly RedisScript ForgetHistory = OfHistory(nameof(ForgetHistory));
    public static readonly RedisScript List = new(Read(nameof(List)));
    public static readonly RedisScript Remove = new(Read(nameof(Remove)));
    public static readonly RedisScript Devices = new(Read(nameof(Devices)));
    public static readonly RedisScript ForgetDevices = new(Read(nameof(ForgetDevices)));
    public static readonly RedisScript SigningKey = new(Read(nameof(SigningKey)));
    public static readonly RedisScript CountAttempt = OfAttempts(nameof(CountAttempt));
    public static readonly RedisScript ForgetAttempts = OfAttempts(nameof(ForgetAttempts));
    public static readonly RedisScript Time = new(Read(nameof(Time)));
    public static readonly RedisScript Policy = new(Read(nameof(Policy)));

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "EVALSHA calls a script by its SHA-1.")]
    private RedisScript(string body)
    {
        Text = Beginning + body + Ending;
        Hash = SHA1.HashData(Encoding.UTF8.GetBytes(Text));
    }

    public string Text { get; }

    public byte[] Hash { get; }

    private static RedisScript OfSession(string name) => new(Read("Record") + Read("Session") + Read(name));

    private static RedisScript OfHistory(string name) => new(Read("Past") + Read(name));

    private static RedisScript OfAttempts(string name) => new(Read("Attempts") + Read(name));

    private static string Read(string name)
    {
        using Stream stream = typeof(RedisScript).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
