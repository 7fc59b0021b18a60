using SecureSessions.Sample;
using Xunit;

namespace SecureSessions.Tests.Sample;

public sealed class PasswordCheckTests : IDisposable
{
    private readonly PasswordCheck _passwords = new(new DemoUsers());

    public void Dispose() => _passwords.Dispose();

    [Fact]
    public void After_ten_wrong_passwords_the_right_one_has_to_wait_too_and_other_users_do_not()
    {
        for (int i = 0; i < 10; i++)
        {
            Assert.Null(_passwords.Find("alice", "a wrong password", out string? refusal));
            Assert.Equal("User name or password is wrong.", refusal);
        }

        Assert.Null(_passwords.Find("alice", "Wonderland-7-teapots", out string? eleventh));
        Assert.StartsWith("There were too many wrong passwords", eleventh, StringComparison.Ordinal);
        Assert.NotNull(_passwords.Find("admin", "Orchard-4-lanterns", out _));
    }

    [Fact]
    public void Right_passwords_are_not_counted()
    {
        for (int i = 0; i < 12; i++)
            Assert.NotNull(_passwords.Find("alice", "Wonderland-7-teapots", out _));
    }
}
