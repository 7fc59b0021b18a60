using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Xunit;

namespace SecureSessions.Tests.Attempts;

/// <summary>The names under which a store counts.</summary>
public sealed class AttemptNamesTests
{
    private const string Account = "ANNA@EXAMPLE.ORG";

    private static readonly byte[] StoreKey = [.. Enumerable.Range(1, 32).Select(static i => (byte)i)];

    [Theory]
    [Trait("Requirement", "FA-7")]
    [InlineData(true)]
    [InlineData(false)]
    public void They_are_words_that_say_nothing_and_none_is_the_same_as_another(bool hasKey)
    {
        AttemptKeys keys = KeysOf(hasKey ? StoreKey : null);
        string[] names = [keys.Account, keys.Method, keys.Source, keys.Network!];

        Assert.All(names, static name => Assert.Matches("^[A-Za-z0-9_-]{22}$", name));
        Assert.Equal(4, names.Distinct().Count());
        Assert.Equal(keys, KeysOf(hasKey ? StoreKey : null));
    }

    [Fact]
    [Trait("Requirement", "FA-7")]
    public void With_a_store_key_nobody_without_it_can_try_out_names()
    {
        AttemptKeys[] keys = [KeysOf(null), KeysOf(StoreKey), KeysOf([.. StoreKey.Reverse()])];

        Assert.Equal(3, keys.Select(static one => one.Account).Distinct().Count());
        Assert.Equal(3, keys.Select(static one => one.Source).Distinct().Count());
    }

    [Fact]
    public void What_is_written_next_to_each_other_is_not_taken_for_one() =>
        Assert.NotEqual(KeysOf(null, "A", "BC").Method, KeysOf(null, "AB", "C").Method);

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true, true)]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true, true)]
    [InlineData("203.0.113.7", "203.0.113.8", false, true)]
    [InlineData("203.0.113.7", "203.0.114.7", false, false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true, true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false, true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:2:2::1", false, false)]
    public void A_source_is_an_address_and_a_network_what_it_shares_with_its_neighbours(
        string one, string other, bool isSameSource, bool isSameNetwork)
    {
        (AttemptKeys first, AttemptKeys second) = (KeysOf(null, address: one), KeysOf(null, address: other));

        Assert.Equal((isSameSource, isSameNetwork), (first.Source == second.Source, first.Network == second.Network));
    }

    [Fact]
    public void Where_no_address_is_known_all_come_from_one_source_and_no_network() =>
        Assert.Equal((KeysOf(null, address: null).Source, null), (KeysOf(null, address: null).Source, KeysOf(null, address: null).Network));

    private static AttemptKeys KeysOf(
        byte[]? storeKey, string account = Account, string method = "pwd", string? address = "203.0.113.7")
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);
        return new AttemptNames(new SessionPolicy(Options.Create(new SecureSessionOptions { StoreKey = storeKey })))
            .KeysOf(context, account, method);
    }
}
