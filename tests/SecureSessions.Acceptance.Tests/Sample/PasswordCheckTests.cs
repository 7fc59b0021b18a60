using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SecureSessions.Sample;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

public sealed class PasswordCheckTests : IDisposable
{
    private const string Right = "Wonderland-7-teapots";
    private const string TooMany = "There were too many wrong passwords. Wait a minute, then try again.";
    private static readonly IPAddress Stranger = IPAddress.Parse("198.51.100.7");
    private static readonly IPAddress Home = IPAddress.Parse("203.0.113.9");

    private readonly ManualTimeProvider _clock = new();
    private readonly PasswordCheck _passwords;

    public PasswordCheckTests() =>
        _passwords = new PasswordCheck(new DemoUsers(Options.Create(new PasswordHasherOptions { IterationCount = 1 })), _clock);

    public void Dispose() => _passwords.Dispose();

    [Fact]
    public async Task After_ten_wrong_passwords_the_right_one_has_to_wait_too()
    {
        for (int i = 0; i < 10; i++)
            Assert.Equal((null, "User name or password is wrong."), Try("alice", "a wrong password", Stranger));

        Assert.Equal((null, TooMany), Try("alice", Right, Stranger));
        _clock.Advance(TimeSpan.FromMinutes(1));
        await Poll.UntilAsync(() => Try("alice", Right, Stranger) == ("alice", null), "the wrong passwords are forgotten");
    }

    [Fact]
    public void A_strangers_guesses_keep_neither_the_owner_out_nor_another_user()
    {
        for (int i = 0; i < 11; i++)
            Try("alice", "a wrong password", Stranger);

        Assert.Equal(("alice", null), Try("alice", Right, Home));
        Assert.Equal(("admin", null), Try("admin", "Orchard-4-lanterns", Stranger));
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:198.51.100.7", "198.51.100.7", true)]
    public void One_subscriber_counts_as_one_by_whichever_address_they_come(string guesser, string address, bool isOne)
    {
        for (int i = 0; i < 10; i++)
            Try("alice", "a wrong password", IPAddress.Parse(guesser));

        Assert.Equal(isOne ? TooMany : null, Try("alice", Right, IPAddress.Parse(address)).Refusal);
    }

    [Fact]
    public async Task Of_many_wrong_passwords_at_once_ten_are_looked_at()
    {
        (string?, string? Refusal)[] answers = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(_ => Task.Run(() => Try("alice", "a wrong password", Stranger))));

        Assert.Equal(10, answers.Count(static answer => answer.Refusal == "User name or password is wrong."));
        Assert.Equal(30, answers.Count(static answer => answer.Refusal == TooMany));
    }

    [Fact]
    public void Right_passwords_are_not_counted()
    {
        for (int i = 0; i < 12; i++)
            Assert.Equal(("alice", null), Try("alice", Right, Home));
    }

    private (string? User, string? Refusal) Try(string name, string password, IPAddress address)
    {
        ClaimsPrincipal? user = _passwords.FindVisitor(name, password, address, out string? refusal);
        return (user?.Identity!.Name, refusal);
    }
}
