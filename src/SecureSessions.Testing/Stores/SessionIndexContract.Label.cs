using Xunit;

namespace SecureSessions.Testing;

public abstract partial class SessionIndexContract
{
    [Fact]
    [Trait("Requirement", "MS-1")]
    public async Task A_leased_session_brings_the_label_that_it_was_reserved_with()
    {
        NewSession session = await BriefSessions.BuildAsync(label: [1, 2, 3]);
        await ReserveAsync(session);
        await Store.CreateAsync(session, CancellationToken.None);

        await AdvanceAsync(IdleTimeout + Margin);

        Assert.Equal([1, 2, 3], Assert.Single(await LeaseAllAsync()).Session.Label.ToArray());
    }

    [Fact]
    [Trait("Requirement", "MS-1")]
    public async Task The_history_keeps_the_label()
    {
        NewSession session = await SignInAsync();
        byte[] label = RandomValues.Bytes(SecureSessionDefaults.MaxLabelBytes);

        await RemoveAsync(session.Id, Past(session) with { Label = label });

        EndedSession past = Assert.Single(await HistoryAsync());
        Assert.Equal(label, past.Label.ToArray());
        Assert.Equal(Past(session), past with { Label = default });
    }

    [Fact]
    public async Task The_history_keeps_a_labelled_session_once()
    {
        NewSession session = await SignInAsync();

        await RemoveAsync(session.Id, Past(session) with { Label = new byte[] { 1 } });
        await RemoveAsync(session.Id, Past(session) with { Label = new byte[] { 1 } });

        Assert.Single(await HistoryAsync());
    }
}
