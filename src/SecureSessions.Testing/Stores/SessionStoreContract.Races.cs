using Xunit;

namespace SecureSessions.Testing;

public abstract partial class SessionStoreContract
{
    [Fact]
    public async Task Of_parallel_creates_of_one_id_exactly_one_wins()
    {
        NewSession[] sessions = new NewSession[Competitors];
        sessions[0] = await Sessions.BuildAsync();
        for (int i = 1; i < Competitors; i++)
            sessions[i] = await Sessions.BuildAsync(id: sessions[0].Id);

        CreateStatus[] statuses = await RaceAsync(i => Store.CreateAsync(sessions[i], CancellationToken.None));

        int winner = Array.IndexOf(statuses, CreateStatus.Created);
        Assert.Equal(Competitors - 1, statuses.Count(static status => status == CreateStatus.Conflict));
        Assert.Equal(sessions[winner].Payload, (await FindAsync(sessions[winner])).Record!.Payload);
    }

    [Fact]
    public async Task Of_parallel_writes_to_one_version_exactly_one_wins()
    {
        NewSession session = await Sessions.CreateAsync();

        ReplaceStatus[] statuses = await RaceAsync(i => ReplaceAsync(session, version: 1, payload: [(byte)i]));

        int winner = Array.IndexOf(statuses, ReplaceStatus.Replaced);
        SessionRecord record = (await FindAsync(session)).Record!;
        Assert.Equal(Competitors - 1, statuses.Count(static status => status == ReplaceStatus.Conflict));
        Assert.Equal([(byte)winner], record.Payload.ToArray());
        Assert.Equal(2, record.Version);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Requirement", "RG-3")]
    public async Task Of_parallel_changes_of_the_secret_exactly_one_wins(bool renewal)
    {
        NewSession session = await Sessions.CreateAsync();
        SecretHash[] hashes = [.. Enumerable.Range(0, Competitors).Select(static _ => RandomValues.Hash())];

        ReplaceStatus[] statuses = await RaceAsync(
            i => ReplaceAsync(session, version: 1, renewal ? Renewal(hashes[i]) : SecretChange.Regeneration(hashes[i])));

        int winner = Array.IndexOf(statuses, ReplaceStatus.Replaced);
        Assert.Equal(Competitors - 1, statuses.Count(static status => status == ReplaceStatus.Conflict));
        Assert.Equal(renewal ? FindStatus.Pending : FindStatus.Spent, (await FindAsync(session)).Status);
        for (int i = 0; i < Competitors; i++)
            Assert.Equal(i == winner ? FindStatus.Current : FindStatus.WrongSecret, (await FindAsync(session, hashes[i])).Status);
    }

    [Fact]
    public async Task Writers_that_try_again_all_get_their_turn()
    {
        NewSession session = await Sessions.CreateAsync();

        await RaceAsync(async _ =>
        {
            while (true)
            {
                long version = (await FindAsync(session, FindMode.Reread)).Record!.Version;
                ReplaceStatus status = await ReplaceAsync(session, version);
                if (status == ReplaceStatus.Replaced)
                    return status;
            }
        });

        Assert.Equal(1 + Competitors, (await PeekAsync(session)).Version);
    }

    [Fact]
    [Trait("Requirement", "TM-2")]
    public async Task An_end_beats_every_parallel_write_and_touch()
    {
        NewSession session = await Sessions.CreateAsync();

        await RaceAsync(async i =>
        {
            if (i == Competitors / 2)
                return (await EndAsync(session)).Status == EndStatus.Ended;

            long version = (await FindAsync(session)).Record?.Version ?? 1;
            return await ReplaceAsync(session, version) == ReplaceStatus.Replaced;
        });

        Assert.Equal(FindStatus.Ended, (await FindAsync(session)).Status);
        Assert.Equal(ReplaceStatus.Gone, await ReplaceAsync(session, version: 1));
    }

    [Fact]
    public async Task Of_parallel_ends_exactly_one_ends_the_session()
    {
        NewSession session = await Sessions.CreateAsync();

        EndResult[] results = await RaceAsync(_ => EndAsync(session));

        Assert.Single(results, static result => result.Status == EndStatus.Ended);
        Assert.All(results, result => Assert.Equal(session.UserId, result.UserId));
    }

    [Fact]
    public async Task Of_a_parallel_create_and_end_of_one_id_nothing_lives_on()
    {
        NewSession session = await Sessions.BuildAsync();

        await RaceAsync(async i => i % 2 == 0
            ? (await EndAsync(session)).Status != EndStatus.Conflict
            : await Store.CreateAsync(session, CancellationToken.None) == CreateStatus.Created);

        Assert.NotNull((await PeekAsync(session)).End);
    }
}
