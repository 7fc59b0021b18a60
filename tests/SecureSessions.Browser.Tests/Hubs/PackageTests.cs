using System.Text.Json;
using Xunit;

namespace SecureSessions.Browser.Tests.Hubs;

/// <summary>The files by which npm installs the client.</summary>
public sealed class PackageTests
{
    [Fact]
    public void The_lock_file_names_packages_by_version_and_hash_and_no_host()
    {
        string text = File.ReadAllText(SignalRClient.PathTo("package-lock.json"));
        using var file = JsonDocument.Parse(text);

        Assert.DoesNotContain("://", text, StringComparison.Ordinal);
        Assert.All(
            file.RootElement.GetProperty("packages").EnumerateObject().Where(static package => package.Name.Length > 0),
            static package =>
            {
                Assert.StartsWith("sha512-", package.Value.GetProperty("integrity").GetString(), StringComparison.Ordinal);
                Assert.False(package.Value.TryGetProperty("resolved", out _));
            });
    }

    [Fact]
    public void The_settings_of_npm_name_no_registry() => Assert.DoesNotContain(
        "://", File.ReadAllText(SignalRClient.PathTo(".npmrc")), StringComparison.Ordinal);
}
