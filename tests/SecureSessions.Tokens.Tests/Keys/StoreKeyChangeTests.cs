using System.Net;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Keys;

/// <summary>Signing keys while one store key replaces another, and after a key has leaked.</summary>
public sealed class StoreKeyChangeTests
{
    [Fact]
    public async Task Nodes_of_both_store_keys_have_one_signing_key_which_the_new_one_opens_alone_afterwards()
    {
        await using KeyNodes nodes = await KeyNodes.StartAsync(0);
        TokenHost old = await nodes.AddAsync(KeyNodes.StoreKey, accepted: KeyNodes.OtherStoreKey);
        TokenReply first = await old.SignInAsync();
        TokenHost present = await nodes.AddAsync(KeyNodes.OtherStoreKey, accepted: KeyNodes.StoreKey);

        Assert.Equal(KeyNodes.KeyOf(first), KeyNodes.KeyOf(await present.SignInAsync("bob")));
        Assert.Equal(HttpStatusCode.OK, await present.StatusAsync(first.Access));

        // Both seal it anew whenever they find it sealed under the key of the other.
        for (int i = 0; i < 3; i++)
        {
            old.Clock.Advance(ManagedSigningKeys.LookInterval);
            foreach (TokenHost node in (TokenHost[])[old, present])
            {
                int calls = nodes.Keys.Calls.Count;
                Assert.Equal([KeyNodes.KeyOf(first)], await KeyNodes.PublishedAsync(node));
                await Poll.UntilAsync(() => nodes.Keys.Calls.Count >= calls + 2, "the node has sealed the key anew");
            }
        }

        TokenHost last = await nodes.AddAsync(KeyNodes.OtherStoreKey);
        Assert.Equal(KeyNodes.KeyOf(first), KeyNodes.KeyOf(await last.SignInAsync("eve")));
    }

    [Fact]
    public async Task Another_epoch_makes_another_key_at_once_and_refuses_the_tokens_of_before_whose_clients_refresh()
    {
        await using KeyNodes nodes = await KeyNodes.StartAsync();
        TokenReply before = await nodes.First.SignInAsync();
        TokenHost next = await nodes.AddAsync(epoch: "after-leak.2");

        Assert.Equal(HttpStatusCode.Unauthorized, await next.StatusAsync(before.Access));
        TokenReply after = await next.RefreshAsync(before.Refresh);

        Assert.NotEqual(KeyNodes.KeyOf(before), KeyNodes.KeyOf(after));
        Assert.Equal(HttpStatusCode.OK, await next.StatusAsync(after.Access));
        Assert.Equal([KeyNodes.KeyOf(after)], await KeyNodes.PublishedAsync(next));
        Assert.Equal(["681", "after-leak.2:681"], nodes.Keys.Kept.Keys.Order(StringComparer.Ordinal));
    }
}
