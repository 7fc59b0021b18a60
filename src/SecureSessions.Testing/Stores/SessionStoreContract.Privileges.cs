using Xunit;

namespace SecureSessions.Testing;

// How often privileges changed: what live connections are held against.
public abstract partial class SessionStoreContract
{
    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task The_privileges_of_a_new_session_have_never_changed() =>
        Assert.Equal((0, 0), await PrivilegeChangesAsync(await Sessions.CreateAsync()));

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task Each_regeneration_and_each_mark_counts_as_a_change_of_privileges()
    {
        NewSession session = await Sessions.CreateAsync();

        SecretHash hash = await RegenerateAsync(session);
        Assert.Equal((1, 1), await PrivilegeChangesAsync(session, hash));
        await MarkAsync(session);
        Assert.Equal((2, 2), await PrivilegeChangesAsync(session, hash));
        hash = await RegenerateAsync(session);
        Assert.Equal((3, 3), await PrivilegeChangesAsync(session, hash));
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task A_mark_that_is_answered_still_counts()
    {
        NewSession session = await Sessions.CreateAsync();
        await MarkAsync(session);

        await ReplaceAsync(session, version: 1, seenMark: 1);

        Assert.Equal(0, await MarkOfAsync(session));
        Assert.Equal((1, 1), await PrivilegeChangesAsync(session));
    }

    [Fact]
    public async Task Writes_renewals_and_refusals_are_no_change_of_privileges()
    {
        NewSession session = await Sessions.CreateAsync();

        await ReplaceAsync(session, version: 1);
        SecretHash renewed = await RenewAndConfirmAsync(session);
        Assert.Equal(ReplaceStatus.Conflict, await ReplaceAsync(session, version: 1, SecretChange.Regeneration(RandomValues.Hash())));

        Assert.Equal((0, 0), await PrivilegeChangesAsync(session, renewed));
    }

    private Task<(long Found, long Peeked)> PrivilegeChangesAsync(NewSession session) => PrivilegeChangesAsync(session, session.Hash);

    private async Task<(long Found, long Peeked)> PrivilegeChangesAsync(NewSession session, SecretHash hash) =>
        ((await FindAsync(session, hash)).Record!.PrivilegeChanges, (await PeekAsync(session)).PrivilegeChanges);
}
