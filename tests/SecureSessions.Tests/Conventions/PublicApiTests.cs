using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Conventions;

/// <summary>The public surface as text, so that no change of it goes unnoticed.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_what_the_file_says()
    {
        string actual = PublicApi.Describe(typeof(SecureSessionOptions).Assembly);
        string expected = File.ReadAllText(Repository.PathTo("tests", "SecureSessions.Tests", "Conventions", "PublicApi.txt"));
        if (actual != expected.ReplaceLineEndings("\n"))
            File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "PublicApi.actual.txt"), actual);

        // Meant? Then copy PublicApi.actual.txt from the test's output folder over PublicApi.txt.
        Assert.Equal(expected, actual, ignoreLineEndingDifferences: true);
    }
}
