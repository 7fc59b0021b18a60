using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Conventions;

/// <summary>The public surface as text, so that no change of it goes unnoticed.</summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("SecureSessions", "PublicApi")]
    [InlineData("SecureSessions.Redis", "PublicApi.Redis")]
    public void The_public_surface_is_what_the_file_says(string package, string file)
    {
        string actual = PublicApi.Describe(Package.Named(package).Assembly);
        string expected = File.ReadAllText(Repository.PathTo("tests", "SecureSessions.Tests", "Conventions", file + ".txt"));
        if (actual != expected.ReplaceLineEndings("\n"))
            File.WriteAllText(Path.Combine(AppContext.BaseDirectory, file + ".actual.txt"), actual);

        // Meant? Then copy the .actual.txt from the test's output folder over the file.
        Assert.Equal(expected, actual, ignoreLineEndingDifferences: true);
    }
}
