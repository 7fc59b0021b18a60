using Xunit;

namespace SecureSessions.Testing;

public abstract partial class SessionIndexContract
{
    [Fact]
    public async Task The_history_keeps_what_was_told_at_the_removal()
    {
        NewSession session = await SignInAsync();

        await RemoveAsync(session.Id, Past(session));

        Assert.Equal([Past(session)], await HistoryAsync());
    }

    [Fact]
    public async Task What_was_told_twice_is_kept_once()
    {
        NewSession session = await SignInAsync();

        await RemoveAsync(session.Id, Past(session));
        await RemoveAsync(session.Id, Past(session));
        await RemoveAsync(session.Id);

        Assert.Equal([Past(session)], await HistoryAsync());
    }

    [Fact]
    public async Task What_never_was_a_session_leaves_no_history()
    {
        await RemoveAsync(await ReserveAsync());

        Assert.Empty(await HistoryAsync());
    }

    [Fact]
    public async Task The_history_has_what_ended_last_in_front_whatever_was_told_first()
    {
        NewSession session = await Sessions.BuildAsync();
        EndedSession first = Past(session, minutes: 1);
        EndedSession second = Past(session, minutes: 2);
        EndedSession third = Past(session, minutes: 3);

        foreach (EndedSession ended in new[] { second, third, first })
            await RemoveAsync(ended.Id, ended);

        Assert.Equal([third, second, first], await HistoryAsync());
    }

    [Fact]
    public async Task The_history_remembers_the_last_sessions_only()
    {
        NewSession session = await Sessions.BuildAsync();
        List<EndedSession> ended = [.. Enumerable.Range(1, SecureSessionDefaults.HistoryLength + 5).Select(i => Past(session, i))];
        foreach (EndedSession one in ended)
            await RemoveAsync(one.Id, one);

        ended.Reverse();
        Assert.Equal(ended.Take(SecureSessionDefaults.HistoryLength), await HistoryAsync());
    }

    [Fact]
    public async Task Each_user_has_a_history_of_their_own()
    {
        NewSession ada = await SignInAsync("ada");
        NewSession bob = await SignInAsync("bob");
        await RemoveAsync(ada.Id, Past(ada), "ada");
        await RemoveAsync(bob.Id, Past(bob), "bob");

        Assert.Equal([Past(ada)], await HistoryAsync("ada"));
        Assert.Equal([Past(bob)], await HistoryAsync("bob"));
    }

    [Theory]
    [InlineData(SessionEndReason.SignedOut)]
    [InlineData(SessionEndReason.Revoked)]
    [InlineData(SessionEndReason.IdleTimeout)]
    [InlineData(SessionEndReason.Limit)]
    public async Task The_history_tells_why(SessionEndReason reason)
    {
        NewSession session = await SignInAsync();

        await RemoveAsync(session.Id, Past(session) with { Reason = reason });

        Assert.Equal(reason, Assert.Single(await HistoryAsync()).Reason);
    }

    private static EndedSession Past(NewSession session) => new(
        session.Id, session.CreatedAt, session.CreatedAt + TimeSpan.FromMilliseconds(10), session.CreatedAt
            + TimeSpan.FromMilliseconds(20), SessionEndReason.SignedOut);

    /// <summary>One session of many, which ended so many minutes later than the others.</summary>
    private static EndedSession Past(NewSession session, int minutes) =>
        Past(session) with { Id = RandomValues.Id(), EndedAt = session.CreatedAt + TimeSpan.FromMinutes(minutes) };
}
