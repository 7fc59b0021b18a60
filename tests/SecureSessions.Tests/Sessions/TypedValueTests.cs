using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Sessions;

public sealed class TypedValueTests : IAsyncLifetime
{
    private readonly Script _script = new();
    private SessionHost _host = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _host = await SessionHost.StartAsync(app => _script.Map(app));
        _browser = _host.NewBrowser();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "ST-7")]
    public async Task A_stored_object_is_read_in_the_next_request()
    {
        await RunAsync(session => session.Set("basket", new Basket("alice", [1, 2, 3]), BasketJson.Default.Basket));

        Basket? basket = await AskAsync(session => session.Get("basket", BasketJson.Default.Basket));

        Assert.Equal(("alice", "1,2,3"), (basket?.Owner, string.Join(',', basket?.Items ?? [])));
    }

    [Fact]
    public async Task A_value_that_is_not_there_is_read_as_null() =>
        Assert.Null(await AskAsync(session => session.Get("basket", BasketJson.Default.Basket)));

    [Fact]
    public async Task A_changed_object_is_stored_only_when_it_is_set_again()
    {
        await RunAsync(session => session.Set("basket", new Basket("alice", [1]), BasketJson.Default.Basket));
        await RunAsync(session => session.Get("basket", BasketJson.Default.Basket)!.Items[0] = 9);

        Assert.Equal(1, await AskAsync(session => session.Get("basket", BasketJson.Default.Basket)?.Items[0]));
    }

    [Fact]
    [Trait("Requirement", "ST-7")]
    [Trait("Requirement", "ST-9")]
    public async Task A_value_of_another_type_is_a_JsonException()
    {
        await RunAsync(session => session.SetString("basket", "not json"));

        await RunAsync(session => Assert.Throws<JsonException>(() => session.Get("basket", BasketJson.Default.Basket)));
    }

    [Fact]
    [Trait("Requirement", "ST-7")]
    public async Task Setting_null_removes_the_key_and_leaves_no_number()
    {
        await RunAsync(session => session.Set("n", 7, BasketJson.Default.NullableInt32));

        await RunAsync(session => session.Set("n", null, BasketJson.Default.NullableInt32));

        Assert.Equal(
            ((int?)null, (int?)null, 0),
            await AskAsync(session => (session.GetInt32("n"), session.Get("n", BasketJson.Default.NullableInt32), session.Keys.Count())));
    }

    [Fact]
    public async Task The_error_for_a_value_of_another_type_names_its_key()
    {
        await RunAsync(session => session.SetString("bas\nket", "not json"));

        JsonException error = await AskAsync(
            session => Assert.Throws<JsonException>(() => session.Get("bas\nket", BasketJson.Default.Basket)));

        Assert.StartsWith("The value \"bas?ket\" of the session is not a Basket. ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_error_for_a_value_that_cannot_be_written_names_its_key()
    {
        JsonException error = await AskAsync(session => Assert.Throws<JsonException>(
            () => session.Set("basket", double.NaN, BasketJson.Default.Double)));

        Assert.StartsWith("The value \"basket\" of the session cannot be written as JSON. ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_error_for_a_key_with_half_of_a_surrogate_pair_names_the_key()
    {
        ArgumentException error = await AskAsync(session => Assert.Throws<ArgumentException>(() => session.SetString("half \uD83D", "a")));

        Assert.StartsWith("The key \"half ?\" contains half of a surrogate pair", error.Message, StringComparison.Ordinal);
    }

    private Task<Page> RunAsync(Action<ISecureSession> act) => _script.RunAsync(_browser, context => act(context.GetSecureSession()));

    private Task<T> AskAsync<T>(Func<ISecureSession, T> ask) => _script.AskAsync(_browser, context => ask(context.GetSecureSession()));
}
