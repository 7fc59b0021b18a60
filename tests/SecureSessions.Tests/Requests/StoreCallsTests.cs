using SecureSessions.TestKit;
using Xunit;
using static SecureSessions.TestKit.StoreOperation;

namespace SecureSessions.Tests.Requests;

public sealed class StoreCallsTests
{
    [Fact]
    public async Task A_request_without_a_cookie_costs_no_call()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartAsync();

        Assert.Empty(await CallsAsync(scripted, ""));
        Assert.Empty(await CallsAsync(scripted, "remove a; clear; regenerate; end; signout"));
        Assert.Null(scripted.Tab.Token);
    }

    [Theory]
    [Trait("Requirement", "ID-4")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA*")]
    public async Task A_malformed_cookie_costs_no_call(string token)
    {
        await using ScriptedHost scripted = await ScriptedHost.StartAsync();
        scripted.Tab.Token = token;

        Assert.Empty(await CallsAsync(scripted, ""));
    }

    [Fact]
    public async Task An_endpoint_without_session_costs_no_call()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        scripted.Store.ForgetCalls();

        await scripted.Tab.GetAsync("/bare");

        Assert.Empty(scripted.Store.Calls);
    }

    [Theory]
    [InlineData("", new[] { Find })]
    [InlineData("set a 2", new[] { Find, Replace })]
    [InlineData("remove a", new[] { Find, Replace })]
    [InlineData("remove absent", new[] { Find })]
    [InlineData("clear", new[] { Find, Replace })]
    [InlineData("set a 2; set b 2; remove a", new[] { Find, Replace })]
    [InlineData("regenerate", new[] { Find, Replace })]
    [InlineData("set a 2; regenerate", new[] { Find, Replace })]
    [InlineData("stepup otp", new[] { Find, Replace })]
    [InlineData("set a 2; stepup otp", new[] { Find, Replace })]
    [InlineData("end", new[] { Find, End, Remove })]
    [InlineData("signout", new[] { Find, End, Remove })]
    [InlineData("end; set a 2", new[] { Find, End, Remove, GetTime, Create })]
    [InlineData("signin ada", new[] { Find, GetTime, Reserve, Create, End, Remove, RememberDevice })]
    [InlineData("signin bob", new[] { Find, GetTime, Reserve, Create, End, Remove, RememberDevice })]
    public async Task Each_kind_of_signed_in_request_has_a_fixed_number_of_store_calls(string script, StoreOperation[] calls)
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        await scripted.Tab.DoAsync("set a 1");

        Assert.Equal(calls, await CallsAsync(scripted, script));
    }

    [Theory]
    [InlineData("set a 1", new[] { GetTime, Create })]
    [InlineData("signin ada", new[] { GetTime, Reserve, Create, RememberDevice })]
    [InlineData("set a 1; signin ada", new[] { GetTime, Reserve, Create, RememberDevice })]
    public async Task Beginning_a_session_has_a_fixed_number_of_store_calls(string script, StoreOperation[] calls)
    {
        await using ScriptedHost scripted = await ScriptedHost.StartAsync();

        Assert.Equal(calls, await CallsAsync(scripted, script));
    }

    [Fact]
    public async Task Signing_in_over_an_anonymous_session_ends_it_before_it_creates_the_new_one()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartAsync();
        await scripted.Tab.DoAsync("set a 1");

        Assert.Equal([Find, GetTime, Reserve, End, Create, RememberDevice], await CallsAsync(scripted, "signin ada"));
    }

    [Fact]
    public async Task A_renewal_costs_its_write_and_one_lookup_before_its_cookie_is_sent()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        scripted.Clock.Advance(SecureSessionDefaults.RenewalInterval);

        Assert.Equal([Find], await CallsAsync(scripted, "", passive: true));
        using Browser second = scripted.Tab.Copy();
        Assert.Equal([Find, Replace, Replace, Find], await CallsAsync(scripted, "set a 1"));
        scripted.Store.ForgetCalls();
        await second.DoAsync();
        Assert.Equal([Find, Find], scripted.Store.Calls);
        Assert.Equal([Find], await CallsAsync(scripted, ""));
    }

    [Fact]
    public async Task The_reuse_of_a_secret_costs_the_end_of_the_session()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        using Browser old = scripted.Tab.Copy();
        await scripted.Tab.DoAsync("regenerate");
        scripted.Clock.Advance(SecureSessionDefaults.LagWindow);
        scripted.Store.ForgetCalls();

        await old.DoAsync();

        Assert.Equal([Find, End, Remove], scripted.Store.Calls);
    }

    private static async Task<IReadOnlyCollection<StoreOperation>> CallsAsync(ScriptedHost scripted, string script, bool passive = false)
    {
        scripted.Store.ForgetCalls();
        _ = passive ? await scripted.Tab.PollAsync(script) : await scripted.Tab.DoAsync(script);
        return scripted.Store.Calls;
    }
}
