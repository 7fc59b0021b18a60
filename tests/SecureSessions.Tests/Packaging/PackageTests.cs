using System.IO.Compression;
using System.Xml.Linq;
using SecureSessions.TestKit;
using SecureSessions.Tests.Docs;
using Xunit;

namespace SecureSessions.Tests.Packaging;

[Collection(PackagingCollection.Name)]
public sealed class PackageTests(PackageFeed feed)
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("lib/net10.0/SecureSessions.dll")]
    [InlineData("lib/net10.0/SecureSessions.xml")]
    public async Task Holds(string file)
    {
        await using ZipArchive package = await feed.OpenPackageAsync();
        Assert.True(package.GetEntry(file) is { Length: > 0 });
    }

    [Fact]
    public async Task Says_its_license_and_depends_on_the_shared_framework_alone()
    {
        await using ZipArchive package = await feed.OpenPackageAsync();
        await using Stream file = await package.GetEntry("SecureSessions.nuspec")!.OpenAsync();
        XElement metadata = (await XDocument.LoadAsync(file, LoadOptions.None, default)).Root!.Elements().Single();

        Assert.Equal("MIT", Element(metadata, "license").Value);
        Assert.Equal("expression", Element(metadata, "license").Attribute("type")!.Value);
        Assert.Equal("README.md", Element(metadata, "readme").Value);
        Assert.DoesNotContain(metadata.Descendants(), static element => element.Name.LocalName == "dependency");
        Assert.Equal("Microsoft.AspNetCore.App", Element(metadata, "frameworkReference").Attribute("name")!.Value);
    }

    [Fact]
    public void Has_symbols() => Assert.True(File.Exists(feed.SymbolsPackage));

    [Fact]
    public async Task A_new_web_project_with_the_quick_start_of_the_readme_builds_and_keeps_a_session()
    {
        string folder = await feed.NewAppAsync("quickstart", Readme.Regions["quick-start"]);
        await DotNetCli.RunAsync(folder, "build", "-warnaserror", "-o", "out");
        await using RunningApp app = await RunningApp.StartAsync(folder, DotNetCli.Program, "out/quickstart.dll");
        using Browser browser = app.NewBrowser();

        Assert.Equal("Visit 1", (await browser.GetAsync("/")).Body);
        Assert.Equal("Visit 2", (await browser.GetAsync("/")).Body);
    }

    private static XElement Element(XElement metadata, string name) => metadata.Descendants().Single(element => element.Name.LocalName == name);
}
