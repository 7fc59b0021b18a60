using SecureSessions.TestKit;

namespace SecureSessions.Tests;

/// <summary>Entries in every state that a session can be in.</summary>
internal static class SampleEntries
{
    private const long Now = 1_800_000_000_000;

    /// <summary>By name: what the entry is.</summary>
    public static IReadOnlyDictionary<string, SessionSnapshot> All { get; } = new Dictionary<string, SessionSnapshot>
    {
        ["anonymous"] = New(null).ToSnapshot(),
        ["signed in"] = New("\u00e9\u4e2d ada").ToSnapshot(),
        ["pending"] = Change(New("ada"), Renewal()).ToSnapshot(),
        ["confirmed"] = Confirmed().ToSnapshot(),
        ["spent"] = Spent(SecureSessionDefaults.RememberedSecrets + 3).ToSnapshot(),
        ["ended"] = Ended(Confirmed()).ToSnapshot(),
        ["expired"] = Expired().ToSnapshot(),
        ["labelled and marked"] = Marked(New("ada", label: [1, 2, 3])).ToSnapshot(),
        ["labelled and ended"] = Ended(New("ada", label: [4])).ToSnapshot(),
        ["barred"] = SessionEntry.Bar(RandomValues.Id(), SessionEndReason.Revoked, Now).ToSnapshot(),
    };

    private static SessionEntry New(string? userId, byte[]? label = null) => SessionEntry.Create(
        new NewSession
        {
            Id = RandomValues.Id(),
            Hash = RandomValues.Hash(),
            UserId = userId,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(Now),
            AbsoluteExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(Now).AddHours(8),
            IdleTimeout = TimeSpan.FromMinutes(20),
            Label = label,
            Payload = RandomValues.Payload(30),
        },
        Now + 5);

    private static SecretChange Renewal() => SecretChange.Renewal(RandomValues.Hash(), RandomValues.Bytes(60), TimeSpan.FromSeconds(30));

    private static SessionEntry Change(SessionEntry entry, SecretChange change)
    {
        entry.Replace(RandomValues.Bytes(20), RandomValues.Bytes(40), change, change.Successor.ToArray(), Now + 10);
        return entry;
    }

    private static SessionEntry Confirmed()
    {
        SecretChange renewal = Renewal();
        SessionEntry entry = Change(New("ada"), renewal);
        entry.Find(renewal.Hash, FindMode.Active, Now + 20);
        return entry;
    }

    private static SessionEntry Spent(int times)
    {
        SessionEntry entry = New("ada");
        for (int i = 0; i < times; i++)
            Change(entry, SecretChange.Regeneration(RandomValues.Hash()));

        return entry;
    }

    private static SessionEntry Marked(SessionEntry entry)
    {
        entry.TryMark();
        entry.TryMark();
        return entry;
    }

    private static SessionEntry Ended(SessionEntry entry)
    {
        entry.End(SessionEndReason.SignedOut, Now + 30);
        return entry;
    }

    private static SessionEntry Expired()
    {
        SessionEntry entry = New("ada");
        entry.TryExpire(Now + (30 * 60 * 1000));
        return entry;
    }
}
