using Xunit;

namespace SecureSessions.Testing;

/// <summary>
/// What every <see cref="ISigningKeyStore"/> promises, as tests of xunit. The tests of a store that keeps signing keys subclass it.
/// </summary>
/// <remarks>
/// A subclass implements <see cref="CreateAsync"/> and <see cref="AdvanceAsync"/>, and has all tests. A store whose clock can be moved
/// moves it in <see cref="AdvanceAsync"/>. One whose clock cannot be moved waits there, and overrides <see cref="Life"/> by seconds.
/// </remarks>
public abstract class SigningKeyStoreContract : IAsyncLifetime
{
    /// <summary>How many callers compete in a race.</summary>
    private const int Competitors = 100;

    /// <summary>How long a key is kept whose end a test waits for.</summary>
    /// <value>20 minutes.</value>
    protected virtual TimeSpan Life => TimeSpan.FromMinutes(20);

    /// <summary>The store of this test.</summary>
    protected ISecureSessionStore Store { get; private set; } = null!;

    /// <summary>The keys of this test's store.</summary>
    protected ISigningKeyStore Keys { get; private set; } = null!;

    /// <summary>Creates the two ports. xunit calls it before each test.</summary>
    /// <returns>When they are there.</returns>
    public async Task InitializeAsync() => (Store, Keys) = await CreateAsync();

    /// <summary>Disposes the store if it can be disposed. xunit calls it after each test.</summary>
    /// <returns>When the store is disposed.</returns>
    public virtual Task DisposeAsync()
    {
        (Store as IDisposable)?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Creates the two ports of one store for one test. It may hold keys of other tests.</summary>
    /// <returns>The ports.</returns>
    protected abstract ValueTask<(ISecureSessionStore Store, ISigningKeyStore Keys)> CreateAsync();

    /// <summary>Lets time pass for the store: moves its clock, or waits.</summary>
    /// <param name="duration">How long, at least.</param>
    /// <returns>When the store's time is that much later.</returns>
    protected abstract Task AdvanceAsync(TimeSpan duration);

    [Fact]
    public async Task The_first_key_of_a_name_is_kept_and_all_get_it_as_it_is()
    {
        string name = NewName();
        byte[] first = [0, 255, .. RandomValues.Bytes(1022)];

        Assert.Equal(first, await GetOrAddAsync(name, first));
        Assert.Equal(first, await GetOrAddAsync(name, RandomValues.Bytes(149)));
        Assert.Equal(first, await GetOrAddAsync(name, RandomValues.Bytes(149)));
    }

    [Fact]
    public async Task Keys_of_other_names_are_other_keys()
    {
        string name = NewName();
        byte[] first = RandomValues.Bytes(149);
        byte[] second = RandomValues.Bytes(149);
        await GetOrAddAsync(name, first);

        Assert.Equal(second, await GetOrAddAsync("A.z_9-:" + name, second));
        Assert.Equal(first, await GetOrAddAsync(name, second));
    }

    [Fact]
    public async Task Of_many_that_come_at_once_one_is_kept_and_all_get_it()
    {
        string name = NewName();
        byte[][] candidates = [.. Enumerable.Range(0, Competitors).Select(static _ => RandomValues.Bytes(149))];

        byte[][] kept = await RaceAsync(i => GetOrAddAsync(name, candidates[i]));

        Assert.All(kept, key => Assert.Equal(kept[0], key));
        Assert.Contains(candidates, candidate => candidate.AsSpan().SequenceEqual(kept[0]));
    }

    [Fact]
    public async Task A_key_is_replaced_only_by_one_that_names_what_is_kept()
    {
        string name = NewName();
        byte[] first = RandomValues.Bytes(149);
        byte[] second = RandomValues.Bytes(149);
        await GetOrAddAsync(name, first);

        Assert.Equal(first, await GetOrAddAsync(name, second, replaces: RandomValues.Bytes(149)));
        Assert.Equal(second, await GetOrAddAsync(name, second, replaces: first));
        Assert.Equal(second, await GetOrAddAsync(name, first, replaces: first));
        Assert.Equal(second, await GetOrAddAsync(name, first));
    }

    [Fact]
    public async Task Of_many_that_replace_a_key_at_once_one_does()
    {
        string name = NewName();
        byte[] first = RandomValues.Bytes(149);
        byte[][] candidates = [.. Enumerable.Range(0, Competitors).Select(static _ => RandomValues.Bytes(149))];
        await GetOrAddAsync(name, first);

        byte[][] kept = await RaceAsync(i => GetOrAddAsync(name, candidates[i], replaces: first));

        Assert.All(kept, key => Assert.Equal(kept[0], key));
        Assert.Contains(candidates, candidate => candidate.AsSpan().SequenceEqual(kept[0]));
    }

    [Fact]
    public async Task A_key_that_names_what_is_not_kept_any_more_is_kept_itself()
    {
        string name = NewName();
        byte[] second = RandomValues.Bytes(149);

        Assert.Equal(second, await GetOrAddAsync(name, second, replaces: RandomValues.Bytes(149)));
        Assert.Equal(second, await GetOrAddAsync(name, RandomValues.Bytes(149)));
    }

    [Fact]
    public async Task A_key_is_kept_until_its_time_is_over_and_not_longer()
    {
        string name = NewName();
        byte[] first = RandomValues.Bytes(149);
        byte[] second = RandomValues.Bytes(149);
        byte[] third = RandomValues.Bytes(149);
        await GetOrAddAsync(name, first, life: Life);
        Assert.Equal(second, await GetOrAddAsync(name, second, replaces: first, life: Life));

        await AdvanceAsync(Life + TimeSpan.FromMilliseconds(1));

        Assert.Equal(third, await GetOrAddAsync(name, third));
    }

    [Fact]
    public async Task A_key_whose_time_is_over_is_not_kept()
    {
        string name = NewName();
        byte[] late = RandomValues.Bytes(149);
        byte[] next = RandomValues.Bytes(149);

        Assert.Equal(late, await GetOrAddAsync(name, late, life: TimeSpan.FromMilliseconds(-1)));
        Assert.Equal(next, await GetOrAddAsync(name, next));
    }

    private static string NewName() => RandomValues.Id().ToString();

    private static Task<byte[][]> RaceAsync(Func<int, Task<byte[]>> compete) =>
        Task.WhenAll(Enumerable.Range(0, Competitors).Select(i => Task.Run(() => compete(i))));

    private async Task<byte[]> GetOrAddAsync(string name, byte[] bytes, byte[]? replaces = null, TimeSpan? life = null)
    {
        DateTimeOffset now = await Store.GetTimeAsync(CancellationToken.None);
        StoredSigningKey kept = await Keys.GetOrAddAsync(
            new StoredSigningKey
            {
                Name = name,
                Bytes = bytes,
                ExpiresAt = now + (life ?? TimeSpan.FromDays(30)),
                Replaces = replaces ?? [],
            },
            CancellationToken.None);
        Assert.Equal(name, kept.Name);
        return kept.Bytes.ToArray();
    }
}
