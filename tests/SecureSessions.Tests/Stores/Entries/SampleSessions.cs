using SecureSessions.Testing;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Stores;

/// <summary>Sessions in every state that a session can be in.</summary>
internal static class SampleSessions
{
    private const long Now = 1_800_000_000_000;

    private static readonly List<SecretHash> Drawn = [];

    /// <summary>By name: what the session is.</summary>
    public static IReadOnlyDictionary<string, StoredSession> All { get; } = new Dictionary<string, StoredSession>
    {
        ["anonymous"] = New(null),
        ["signed in"] = New("\u00e9\u4e2d ada"),
        ["pending"] = Replace(New("ada"), Renewal()),
        ["confirmed"] = Confirmed(),
        ["spent"] = Spent(SecureSessionDefaults.RememberedSecrets + 3),
        ["ended"] = Ended(Confirmed()),
        ["expired"] = Expired(),
        ["labelled and marked"] = Marked(New("ada", label: [1, 2, 3])),
        ["marked with a demand"] = Marked(New("ada"), reauthenticate: true),
        ["labelled and ended"] = Ended(New("ada", label: [4])),
        ["barred"] = Ended(new StoredSession(RandomValues.Id()), SessionEndReason.Revoked),
    };

    /// <summary>The hashes of the secrets of all samples, whether they are served or spent.</summary>
    public static IReadOnlyList<SecretHash> Hashes => Drawn;

    private static StoredSession New(string? userId, byte[]? label = null)
    {
        var session = new StoredSession(RandomValues.Id());
        session.Create(
            new NewSession
            {
                Id = session.Id,
                Hash = Draw(),
                UserId = userId,
                CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(Now),
                AbsoluteExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(Now).AddHours(8),
                IdleTimeout = TimeSpan.FromMinutes(20),
                Label = label,
                Payload = RandomValues.Payload(30),
            },
            Now + 5);
        return session;
    }

    private static SecretHash Draw()
    {
        Drawn.Add(RandomValues.Hash());
        return Drawn[^1];
    }

    private static SecretChange Renewal() => SecretChange.Renewal(Draw(), RandomValues.Bytes(60), TimeSpan.FromSeconds(30));

    private static StoredSession Replace(StoredSession session, SecretChange change)
    {
        var replacement = new SessionReplacement
        {
            Id = session.Id,
            ExpectedVersion = session.Version,
            Label = RandomValues.Bytes(20),
            Payload = RandomValues.Bytes(40),
            Secret = change,
        };
        return session.Replace(replacement, Now + 10) == ReplaceStatus.Replaced
            ? session
            : throw new InvalidOperationException("No sample.");
    }

    private static StoredSession Confirmed()
    {
        SecretChange renewal = Renewal();
        StoredSession session = Replace(New("ada"), renewal);
        session.Find(renewal.Hash, FindMode.Active, Now + 20);
        return session;
    }

    private static StoredSession Spent(int times)
    {
        StoredSession session = New("ada");
        for (int i = 0; i < times; i++)
            session = Replace(session, SecretChange.Regeneration(Draw()));

        return session;
    }

    private static StoredSession Marked(StoredSession session, bool reauthenticate = false)
    {
        session.Mark(reauthenticate);
        session.Mark(reauthenticate: false);
        return session;
    }

    private static StoredSession Ended(StoredSession session, SessionEndReason reason = SessionEndReason.SignedOut)
    {
        session.End(reason, expectedVersion: null, Now + 30);
        return session;
    }

    private static StoredSession Expired()
    {
        StoredSession session = New("ada");
        session.TryExpire(Now + (30 * 60 * 1000));
        return session;
    }
}
