using Xunit;

namespace SecureSessions.Testing;

// Marks that demand a new authentication: a demand is kept until a write has answered it.
public abstract partial class SessionStoreContract
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Requirement", "RG-1")]
    public async Task A_mark_demands_a_new_authentication_if_it_is_told_to(bool reauthenticate)
    {
        NewSession session = await Sessions.CreateAsync();
        Assert.False(await DemandsAsync(session));

        Assert.Equal(MarkStatus.Marked, await MarkAsync(session, reauthenticate));

        Assert.Equal((reauthenticate, 1), (await DemandsAsync(session), await MarkOfAsync(session)));
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task A_demand_stays_whatever_marks_came_before_and_come_after()
    {
        NewSession session = await Sessions.CreateAsync();
        await MarkAsync(session);
        await MarkAsync(session, reauthenticate: true);
        await MarkAsync(session, reauthenticate: true);
        await MarkAsync(session);

        Assert.Equal((true, 4), (await DemandsAsync(session), await MarkOfAsync(session)));
        Assert.Equal((4, 4), await PrivilegeChangesAsync(session));
    }

    [Fact]
    public async Task A_write_that_answers_the_marks_takes_the_demand_back_with_them()
    {
        NewSession session = await Sessions.CreateAsync();
        await MarkAsync(session, reauthenticate: true);

        await ReplaceAsync(session, version: 1, seenMark: 1);
        Assert.Equal((false, 0), (await DemandsAsync(session), await MarkOfAsync(session)));

        await MarkAsync(session);
        Assert.Equal((false, 1), (await DemandsAsync(session), await MarkOfAsync(session)));
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task A_demand_that_came_after_the_mark_that_is_answered_stays()
    {
        NewSession session = await Sessions.CreateAsync();
        await MarkAsync(session);
        await MarkAsync(session, reauthenticate: true);

        await ReplaceAsync(session, version: 1, seenMark: 1);

        Assert.Equal((true, 2), (await DemandsAsync(session), await MarkOfAsync(session)));
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task A_demand_outlives_writes_renewals_and_regenerations()
    {
        NewSession session = await Sessions.CreateAsync();
        await MarkAsync(session, reauthenticate: true);

        await ReplaceAsync(session, version: 1);
        Assert.True(await DemandsAsync(session));
        SecretHash renewed = await RenewAndConfirmAsync(session);
        Assert.True((await FindAsync(session, renewed)).Record!.Reauthenticate);
        Assert.True((await FindAsync(session, FindMode.Reread)).Record!.Reauthenticate);
        SecretHash regenerated = await RegenerateAsync(session);
        Assert.True((await FindAsync(session, regenerated)).Record!.Reauthenticate);
    }

    [Fact]
    public async Task A_write_that_is_refused_answers_no_demand()
    {
        NewSession session = await Sessions.CreateAsync();
        await MarkAsync(session, reauthenticate: true);

        Assert.Equal(ReplaceStatus.Conflict, await ReplaceAsync(session, version: 2, seenMark: 1));

        Assert.True(await DemandsAsync(session));
    }

    [Fact]
    public async Task Of_parallel_marks_with_and_without_a_demand_every_one_counts()
    {
        NewSession session = await Sessions.CreateAsync();

        await RaceAsync(async i => i % 2 == 0
            ? await MarkAsync(session, reauthenticate: i % 4 == 0) == MarkStatus.Marked
            : await ReplaceAsync(session, version: 1) == ReplaceStatus.Replaced);

        Assert.Equal((true, Competitors / 2), (await DemandsAsync(session), await MarkOfAsync(session)));
    }

    private async Task<bool> DemandsAsync(NewSession session) => (await FindAsync(session)).Record!.Reauthenticate;
}
