using Xunit;

namespace SecureSessions.Testing;

public abstract partial class SessionStoreContract
{
    [Fact]
    [Trait("Requirement", "MS-1")]
    public async Task A_label_is_shown_as_it_was_given()
    {
        byte[] label = RandomValues.Bytes(SecureSessionDefaults.MaxLabelBytes);
        NewSession session = await Sessions.CreateAsync(label: label);

        Assert.Equal(label, (await PeekAsync(session)).Label.ToArray());
    }

    [Fact]
    public async Task Without_a_label_none_is_shown() => Assert.True((await PeekAsync(await Sessions.CreateAsync())).Label.IsEmpty);

    [Fact]
    public async Task A_write_without_a_label_keeps_it()
    {
        NewSession session = await Sessions.CreateAsync(label: [1, 2, 3]);

        await ReplaceAsync(session, version: 1);
        await RenewAndConfirmAsync(session);
        await RegenerateAsync(session);

        Assert.Equal([1, 2, 3], (await PeekAsync(session)).Label.ToArray());
    }

    [Theory]
    [InlineData(new byte[] { 0, 255, 13, 10 })]
    [InlineData(new byte[0])]
    public async Task A_write_with_a_label_puts_it_in_place(byte[] label)
    {
        NewSession session = await Sessions.CreateAsync(label: [1, 2, 3]);

        Assert.Equal(ReplaceStatus.Replaced, await ReplaceAsync(session, version: 1, label: label));

        Assert.Equal(label, (await PeekAsync(session)).Label.ToArray());
    }

    [Fact]
    public async Task A_write_can_label_a_session_that_had_no_label()
    {
        NewSession session = await Sessions.CreateAsync();

        await ReplaceAsync(session, version: 1, Renewal(RandomValues.Hash()), label: [7]);

        Assert.Equal([7], (await PeekAsync(session)).Label.ToArray());
    }

    [Fact]
    public async Task A_write_that_is_refused_leaves_the_label_alone()
    {
        NewSession session = await Sessions.CreateAsync(label: [1]);

        await ReplaceAsync(session, version: 2, label: [2]);
        await EndAsync(session);
        await ReplaceAsync(session, version: 1, label: [3]);

        Assert.Equal([1], (await PeekAsync(session)).Label.ToArray());
    }

    [Fact]
    [Trait("Requirement", "MS-1")]
    public async Task The_label_outlives_the_end()
    {
        NewSession session = await Sessions.CreateAsync(label: [1]);
        await ReplaceAsync(session, version: 1, label: [2]);

        EndResult conflict = await EndAsync(session, expectedVersion: 1);
        EndResult end = await EndAsync(session);
        EndResult second = await EndAsync(session);

        Assert.All([conflict, end, second], static result => Assert.Equal([2], result.Session!.Label.ToArray()));
        Assert.Equal([2], (await PeekAsync(session)).Label.ToArray());
    }

    [Fact]
    [Trait("Requirement", "MS-1")]
    public async Task The_label_outlives_a_timeout()
    {
        NewSession session = await BriefSessions.CreateAsync(label: [1]);

        await AdvanceAsync(IdleTimeout + Margin);

        SessionSummary summary = await PeekAsync(session);
        Assert.Equal((SessionEndReason.IdleTimeout, 1), (summary.End!.Reason, Assert.Single(summary.Label.ToArray())));
    }
}
