using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Stores;

/// <summary>What the contract suite cannot see through a store: what is kept without a session, and that a copy is a snapshot.</summary>
public sealed class StoredSessionTests
{
    private const long Now = 1_800_000_000_000 + 60_000;

    public static TheoryData<string> Names => [.. SampleSessions.All.Keys];

    [Fact]
    public void Before_its_create_a_session_answers_as_an_id_that_is_unknown()
    {
        var session = new StoredSession(RandomValues.Id(), "ada");
        var replacement = new SessionReplacement { Id = session.Id, ExpectedVersion = 0, Payload = RandomValues.Payload(9) };

        Assert.False(session.Exists || session.TryExpire(Now));
        Assert.Equal(FindStatus.Unknown, session.Find(default, FindMode.Active, Now).Status);
        Assert.Null(session.Peek(Now));
        Assert.Equal((ReplaceStatus.Gone, MarkStatus.Absent), (session.Replace(replacement, Now), session.Mark(reauthenticate: false)));
        Assert.False(session.Exists);
    }

    [Fact]
    public void An_end_before_the_create_bars_the_id_and_belongs_to_no_user()
    {
        var session = new StoredSession(RandomValues.Id(), "ada");

        Assert.Equal(new EndResult(EndStatus.Absent, Session: null), session.End(SessionEndReason.Revoked, expectedVersion: 7, Now));

        SessionSummary barred = session.Peek(Now)!;
        Assert.Equal((null, 0, SessionEndReason.Revoked), (barred.UserId, barred.Version, barred.End!.Reason));
        Assert.Equal(Now + (long)SecureSessionDefaults.TombstoneRetention.TotalMilliseconds, session.DueAt);
        Assert.Equal(FindStatus.Unknown, session.Find(default, FindMode.Active, Now).Status);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_copy_is_a_snapshot_that_no_call_to_the_session_changes(string name)
    {
        StoredSession session = SampleSessions.All[name];
        StoredSession copy = session;
        byte[] bytes = copy.ToBytes();
        var renewal = SecretChange.Renewal(RandomValues.Hash(), RandomValues.Bytes(9), TimeSpan.FromSeconds(30));

        foreach (SecretHash hash in SampleSessions.Hashes)
            session.Find(hash, FindMode.Active, Now);
        session.Mark(reauthenticate: false);
        session.Replace(
            new SessionReplacement { Id = session.Id, ExpectedVersion = session.Version, Payload = bytes, Secret = renewal }, Now);
        session.Find(renewal.Hash, FindMode.Active, Now);
        session.End(SessionEndReason.SignedOut, expectedVersion: null, Now);

        Assert.Equal(bytes, copy.ToBytes());
    }
}
