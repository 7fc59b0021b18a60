using System.Text;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Parity;

/// <summary>What an app may expect of <c>ISession</c>: the same with ASP.NET Core Session and with ours.</summary>
public abstract partial class SessionParityTests(SessionLibrary library) : IAsyncLifetime
{
    private ParityHost _host = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _host = await ParityHost.StartAsync(library);
        _browser = _host.NewBrowser();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("plain", "value")]
    [InlineData("", "an empty key")]
    [InlineData("empty value", "")]
    [InlineData("ключ \U0001F511", "значение \U0001F36A \0 \r\n")]
    public async Task A_string_comes_back_in_the_next_request(string key, string value)
    {
        await RunAsync(session => session.SetString(key, value));

        Assert.Equal(value, await AskAsync(session => session.GetString(key)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public async Task A_number_comes_back_in_the_next_request(int value)
    {
        await RunAsync(session => session.SetInt32("n", value));

        Assert.Equal(value, await AskAsync(session => session.GetInt32("n")));
    }

    [Fact]
    public async Task What_was_never_set_is_null()
    {
        await RunAsync(session => session.Set("three bytes", [1, 2, 3]));

        Assert.Equal(
            (null, null, null),
            await AskAsync(session => (session.GetString("x"), session.GetInt32("x"), session.GetInt32("three bytes"))));
    }

    [Fact]
    public async Task A_value_is_readable_in_the_request_that_sets_it()
    {
        string? value = await AskAsync(session =>
        {
            session.SetString("key", "value");
            return session.GetString("key");
        });

        Assert.Equal("value", value);
    }

    [Fact]
    public async Task Zero_bytes_are_a_value()
    {
        await RunAsync(session => session.Set("nothing", []));

        (bool found, byte[]? value) = await AskAsync(session => (session.TryGetValue("nothing", out byte[]? found), found));

        Assert.True(found);
        Assert.Empty(value!);
    }

    [Fact]
    public async Task Set_takes_a_copy()
    {
        await RunAsync(session =>
        {
            byte[] mine = [1, 2, 3];
            session.Set("bytes", mine);
            mine[0] = 9;
        });

        Assert.Equal([1, 2, 3], await AskAsync(session => session.Get("bytes")));
    }

    [Fact]
    public async Task Keys_are_case_sensitive()
    {
        await RunAsync(session => session.SetString("Key", "upper"));
        await RunAsync(session => session.SetString("key", "lower"));

        Assert.Equal(
            ("upper", "lower", null),
            await AskAsync(session => (session.GetString("Key"), session.GetString("key"), session.GetString("KEY"))));
    }

    [Fact]
    public async Task The_last_value_of_a_key_stays()
    {
        await RunAsync(session => session.SetString("key", "first"));
        await RunAsync(session => session.SetString("key", "second"));

        Assert.Equal("second", await AskAsync(session => session.GetString("key")));
    }

    [Fact]
    public async Task A_value_of_a_thousand_bytes_comes_back_whole()
    {
        byte[] value = Encoding.UTF8.GetBytes(new string('x', 1000));
        await RunAsync(session => session.Set("large", value));

        Assert.Equal(value, await AskAsync(session => session.Get("large")));
    }

    private Task<Page> RunAsync(Action<ISession> act) => _host.Script.RunAsync(_browser, context => act(context.Session));

    private Task<T> AskAsync<T>(Func<ISession, T> ask) => _host.Script.AskAsync(_browser, context => ask(context.Session));
}
