using System.Diagnostics;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SecureSessions.Sample;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

[Collection(RunsAlone.Name)]
public sealed class DemoUsersTests
{
    private readonly DemoUsers _users = new(Options.Create(new PasswordHasherOptions()));

    [Fact]
    public void An_unknown_user_takes_as_long_as_a_wrong_password()
    {
        TimeSpan wrong = Fastest("alice");
        TimeSpan unknown = Fastest("nobody");

        // A refusal without a hash takes a thousandth; the bounds leave room for a busy machine.
        Assert.InRange(unknown / wrong, 0.1, 10);
    }

    // The fastest of several is the one that nothing else disturbed.
    private TimeSpan Fastest(string name) => Enumerable.Range(0, 5).Min(_ => Time(name));

    private TimeSpan Time(string name)
    {
        long start = Stopwatch.GetTimestamp();
        Assert.Null(_users.Find(name, "a wrong password"));
        return Stopwatch.GetElapsedTime(start);
    }
}
