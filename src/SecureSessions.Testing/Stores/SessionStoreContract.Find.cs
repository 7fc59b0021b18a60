using System.Security.Cryptography;
using Xunit;

namespace SecureSessions.Testing;

public abstract partial class SessionStoreContract
{
    [Theory]
    [InlineData(FindMode.Active)]
    [InlineData(FindMode.Passive)]
    [InlineData(FindMode.Reread)]
    [Trait("Requirement", "ID-3")]
    public async Task An_unknown_id_is_unknown_and_stays_so(FindMode mode)
    {
        NewSession session = await Sessions.BuildAsync();

        Assert.Equal(FindStatus.Unknown, (await FindAsync(session, mode)).Status);
        Assert.Equal(ReplaceStatus.Gone, await ReplaceAsync(session, version: 1));
        Assert.Null(await Store.PeekAsync(session.Id, CancellationToken.None));
        Assert.Equal(FindStatus.Unknown, (await FindAsync(session, mode)).Status);
    }

    [Theory]
    [InlineData(FindMode.Active)]
    [InlineData(FindMode.Passive)]
    [InlineData(FindMode.Reread)]
    [Trait("Requirement", "ID-6")]
    public async Task A_wrong_secret_gets_no_record_and_has_no_effect(FindMode mode)
    {
        NewSession session = await Sessions.CreateAsync();
        await RenewAsync(session);
        await AdvanceAsync(Margin);

        FindResult result = await FindAsync(session, RandomValues.Hash(), mode);

        Assert.Equal(FindStatus.WrongSecret, result.Status);
        Assert.Null(result.Record);
        Assert.Equal(session.CreatedAt, (await FindAsync(session, FindMode.Reread)).Record!.SecretIssuedAt);
        Assert.True((await PeekAsync(session)).LastSeenAt < result.Now);
        Assert.Equal(FindStatus.Pending, (await FindAsync(session)).Status);
    }

    [Fact]
    [Trait("Requirement", "ST-1")]
    public async Task Whoever_read_a_hash_in_the_store_cannot_present_it_as_a_secret()
    {
        NewSession session = await Sessions.CreateAsync();
        byte[] stolen = new byte[SecretHash.Size];
        session.Hash.CopyTo(stolen);

        FindResult result = await FindAsync(session, SecretHash.FromBytes(SHA256.HashData(stolen)));

        Assert.Equal(FindStatus.WrongSecret, result.Status);
    }

    [Fact]
    public async Task A_secret_opens_its_own_session_only()
    {
        NewSession session = await Sessions.CreateAsync();
        NewSession other = await Sessions.CreateAsync();

        Assert.Equal(FindStatus.WrongSecret, (await FindAsync(session, other.Hash)).Status);
    }

    [Fact]
    public async Task The_answer_carries_the_stores_time()
    {
        NewSession session = await Sessions.CreateAsync();
        DateTimeOffset before = await Store.GetTimeAsync(CancellationToken.None);

        DateTimeOffset now = (await FindAsync(session)).Now;

        Assert.InRange(now, before, await Store.GetTimeAsync(CancellationToken.None));
        Assert.Equal(0, now.Ticks % TimeSpan.TicksPerMillisecond);
    }

    [Fact]
    public async Task Arrays_that_the_caller_changes_afterwards_change_nothing_in_the_store()
    {
        byte[] created = [1, 2, 3], replaced = [4, 5, 6], successor = [7, 8, 9];
        NewSession session = await Sessions.CreateAsync(payload: created);
        Array.Clear(created);
        Assert.Equal([1, 2, 3], (await FindAsync(session)).Record!.Payload.ToArray());

        await ReplaceAsync(session, version: 1, SecretChange.Renewal(RandomValues.Hash(), successor, Grace), replaced);
        Array.Clear(replaced);
        Array.Clear(successor);
        SessionRecord record = (await FindAsync(session)).Record!;

        Assert.Equal([4, 5, 6], record.Payload.ToArray());
        Assert.Equal([7, 8, 9], record.Successor.ToArray());
    }

    [Fact]
    public async Task A_record_that_was_handed_out_is_not_changed_by_later_writes()
    {
        NewSession session = await Sessions.CreateAsync();
        SessionRecord record = (await FindAsync(session)).Record!;

        await ReplaceAsync(session, version: 1);
        await EndAsync(session);

        Assert.Equal(1, record.Version);
        Assert.Equal(session.Payload.ToArray(), record.Payload.ToArray());
    }
}
