using Xunit;

namespace SecureSessions.Testing;

public abstract partial class SessionStoreContract
{
    [Fact]
    public async Task A_write_puts_a_new_payload_in_place_and_counts_the_version()
    {
        NewSession session = await Sessions.CreateAsync();
        byte[] payload = RandomValues.Payload(300);

        Assert.Equal(ReplaceStatus.Replaced, await ReplaceAsync(session, version: 1, payload: payload));
        SessionRecord record = (await FindAsync(session)).Record!;

        Assert.Equal(2, record.Version);
        Assert.Equal(payload, record.Payload.ToArray());
        Assert.Equal(session.CreatedAt, record.SecretIssuedAt);
        Assert.False(record.RenewalUnderWay);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_write_that_builds_on_another_version_is_a_conflict_and_writes_nothing(long version)
    {
        NewSession session = await Sessions.CreateAsync();
        await ReplaceAsync(session, version: 1, payload: [2]);

        Assert.Equal(ReplaceStatus.Conflict, await ReplaceAsync(session, version, Renewal(RandomValues.Hash()), payload: [3]));
        SessionRecord record = (await FindAsync(session)).Record!;

        Assert.Equal(2, record.Version);
        Assert.Equal([2], record.Payload.ToArray());
        Assert.False(record.RenewalUnderWay);
    }

    [Fact]
    public async Task Finding_peeking_and_confirming_leave_the_version_alone()
    {
        NewSession session = await Sessions.CreateAsync();
        SecretHash renewed = await RenewAndConfirmAsync(session);

        await FindAsync(session);
        await PeekAsync(session);

        Assert.Equal(2, (await FindAsync(session, renewed)).Record!.Version);
    }

    [Fact]
    public async Task A_write_without_a_new_secret_leaves_a_renewal_as_it_is()
    {
        NewSession session = await Sessions.CreateAsync();
        await RenewAsync(session);

        Assert.Equal(ReplaceStatus.Replaced, await ReplaceAsync(session, version: 2));
        FindResult result = await FindAsync(session);

        Assert.Equal(FindStatus.Pending, result.Status);
        Assert.False(result.Record!.Successor.IsEmpty);
    }
}
