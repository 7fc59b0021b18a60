using Xunit;

namespace SecureSessions.Testing;

// A user who is forgotten: history and devices are gone, and nothing that was under way brings them back.
public abstract partial class SessionIndexContract
{
    [Fact]
    [Trait("Requirement", "ST-11")]
    public async Task A_user_who_is_forgotten_has_no_history_and_no_devices()
    {
        NewSession session = await SignInAsync();
        await RemoveAsync(session.Id, Past(session));
        await RememberAsync(await DeviceAsync("Firefox on Windows", second: -1));

        await ForgetAsync();

        Assert.Empty(await HistoryAsync());
        Assert.Empty(await RememberAsync(await DeviceAsync("Edge on Windows", second: 60)));
    }

    [Fact]
    public async Task Forgetting_a_user_leaves_the_list_as_it_is_and_other_users_alone()
    {
        NewSession living = await SignInAsync();
        NewSession bob = await SignInAsync("bob");
        await RemoveAsync(bob.Id, Past(bob), "bob");
        await RememberAsync("Firefox on Windows", "bob");

        await ForgetAsync();

        Assert.Equal([living.Id], await ListAsync());
        Assert.Null((await PeekAsync(living.Id))!.End);
        Assert.Equal([Past(bob)], await HistoryAsync("bob"));
        Assert.Single(await RememberAsync("Edge on Windows", "bob"));
    }

    [Fact]
    [Trait("Requirement", "ST-11")]
    public async Task What_is_told_late_of_the_time_before_is_not_kept()
    {
        NewSession session = await SignInAsync();
        DateTimeOffset before = session.CreatedAt - TimeSpan.FromSeconds(1);
        EndedSession ended = Past(session) with { EndedAt = before };
        KnownDevice device = await DeviceAsync("Firefox on Windows", second: -1);
        await RemoveAsync(session.Id, ended);

        await ForgetAsync();
        await RemoveAsync(session.Id, ended);
        await RememberAsync(device);

        Assert.Empty(await HistoryAsync());
        Assert.Empty(await RememberAsync(await DeviceAsync("Edge on Windows", second: 60)));
    }

    [Fact]
    public async Task What_comes_after_is_kept_as_of_any_user()
    {
        NewSession session = await SignInAsync();
        await RemoveAsync(session.Id, Past(session));
        await ForgetAsync();
        EndedSession first = Past(session, minutes: 1);
        EndedSession second = Past(session, minutes: 2);
        KnownDevice device = await DeviceAsync("Firefox on Windows", second: 60);

        await RemoveAsync(first.Id, first);
        await RemoveAsync(second.Id, second);
        await RemoveAsync(session.Id, Past(session) with { EndedAt = session.CreatedAt - TimeSpan.FromSeconds(1) });
        Assert.Empty(await RememberAsync(device));

        Assert.Equal([second, first], await HistoryAsync());
        Assert.Equal([device], await RememberAsync(await DeviceAsync("Edge on Windows", second: 61)));
    }

    [Fact]
    public async Task A_user_who_was_never_seen_is_forgotten_without_an_error_and_twice_is_none_either()
    {
        await ForgetAsync();
        await ForgetAsync();

        Assert.Empty(await HistoryAsync());
        Assert.Empty(await ListAsync());
    }

    [Theory]
    [MemberData(nameof(OddUserIds))]
    public async Task A_user_of_any_id_is_forgotten(string userId)
    {
        NewSession session = await SignInAsync(userId);
        await RemoveAsync(session.Id, Past(session), userId);

        await ForgetAsync(userId);

        Assert.Empty(await HistoryAsync(userId));
    }

    [Fact]
    [Trait("Requirement", "ST-11")]
    public async Task Of_parallel_ends_none_leaves_a_history_once_the_user_is_forgotten()
    {
        NewSession session = await SignInAsync();
        EndedSession[] ended = [.. Enumerable.Range(1, Competitors).Select(
            i => Past(session) with { Id = RandomValues.Id(), EndedAt = session.CreatedAt - TimeSpan.FromSeconds(i) })];

        await RaceAsync(async i =>
        {
            await (i == Competitors / 2 ? ForgetAsync() : RemoveAsync(ended[i].Id, ended[i]));
            return true;
        });

        Assert.Empty(await HistoryAsync());
    }

    private ValueTask ForgetAsync(string userId = User) => Index.ForgetUserAsync(userId, CancellationToken.None);
}
