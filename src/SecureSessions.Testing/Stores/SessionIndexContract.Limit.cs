using Xunit;

namespace SecureSessions.Testing;

public abstract partial class SessionIndexContract
{
    [Fact]
    [Trait("Requirement", "MS-3")]
    public async Task A_reservation_returns_what_lies_beyond_the_limit_and_leaves_it_listed()
    {
        SessionId first = await ReserveAsync();
        SessionId second = await ReserveAsync();
        SessionId third = await ReserveAsync();
        NewSession fourth = await Sessions.BuildAsync();

        Assert.Equal([first, second], await ReserveAsync(fourth, limit: 2));
        Assert.Equal([first, second, third, fourth.Id], await ListAsync());
    }

    [Fact]
    public async Task Up_to_the_limit_nothing_is_returned()
    {
        await ReserveAsync();
        await ReserveAsync();

        Assert.Empty(await ReserveAsync(await Sessions.BuildAsync(), limit: 3));
    }

    [Fact]
    public async Task Without_a_limit_nothing_is_returned()
    {
        for (int i = 0; i < 20; i++)
            Assert.Empty(await ReserveAsync(await Sessions.BuildAsync()));
    }

    [Fact]
    public async Task With_a_limit_of_one_everything_but_the_new_session_is_returned()
    {
        SessionId first = await ReserveAsync();
        SessionId second = await ReserveAsync();

        Assert.Equal([first, second], await ReserveAsync(await Sessions.BuildAsync(), limit: 1));
    }

    [Fact]
    public async Task What_was_removed_does_not_count()
    {
        SessionId first = await ReserveAsync();
        SessionId second = await ReserveAsync();
        await RemoveAsync(first);

        Assert.Empty(await ReserveAsync(await Sessions.BuildAsync(), limit: 2));
        Assert.Equal([second], await ReserveAsync(await Sessions.BuildAsync(), limit: 2));
    }

    [Fact]
    public async Task The_sessions_of_others_do_not_count()
    {
        await ReserveAsync("bob");

        Assert.Empty(await ReserveAsync(await Sessions.BuildAsync(), limit: 1));
    }

    [Fact]
    [Trait("Requirement", "MS-3")]
    public async Task Of_parallel_reservations_exactly_those_beyond_the_limit_are_returned()
    {
        const int Limit = 5;

        IReadOnlyList<SessionId>[] beyond = await RaceAsync(async _ => await ReserveAsync(await Sessions.BuildAsync(), Limit));

        List<SessionId> listed = await ListAsync();
        Assert.Equal(Competitors, listed.Count);
        Assert.Equal(listed.SkipLast(Limit).ToHashSet(), beyond.SelectMany(static ids => ids).ToHashSet());
        Assert.All(beyond, ids => Assert.Equal(listed.Take(ids.Count), ids));
    }

    [Fact]
    [Trait("Requirement", "MS-3")]
    public async Task Of_parallel_reservations_each_with_a_limit_of_its_own_each_is_told_what_lies_beyond_it()
    {
        var told = await RaceAsync(async i =>
        {
            NewSession session = await Sessions.BuildAsync();
            int? limit = i % 4 == 0 ? null : i;
            return (session.Id, Limit: limit, Beyond: await ReserveAsync(session, limit));
        });

        List<SessionId> listed = await ListAsync();
        Assert.Equal(Competitors, listed.Count);
        Assert.All(told, one => Assert.Equal(
            one.Limit is { } limit ? listed.Take(listed.IndexOf(one.Id) + 1 - limit) : [], one.Beyond));
    }
}
