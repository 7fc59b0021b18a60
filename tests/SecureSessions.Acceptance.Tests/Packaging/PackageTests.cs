using System.IO.Compression;
using System.Net;
using System.Xml.Linq;
using SecureSessions.TestKit;
using SecureSessions.Tests.Docs;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Packaging;

[Collection(PackagingCollection.Name)]
public sealed class PackageTests(PackageFeed feed)
{
    [Theory]
    [InlineData("SecureSessions")]
    [InlineData("SecureSessions.Redis")]
    [InlineData("SecureSessions.Sql")]
    [InlineData("SecureSessions.OpenIdConnect")]
    [InlineData("SecureSessions.Tokens")]
    [InlineData("SecureSessions.Testing")]
    public async Task Holds_its_assembly_its_documentation_and_the_readme_and_has_symbols(string id)
    {
        await using ZipArchive package = await feed.OpenPackageAsync(id);

        Assert.All(
            ["README.md", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"],
            file => Assert.True(package.GetEntry(file) is { Length: > 0 }));
        using var readme = new StreamReader(await package.GetEntry("README.md")!.OpenAsync());
        Assert.Equal(await File.ReadAllTextAsync(Repository.PathTo("src", id, "README.md")), await readme.ReadToEndAsync());
        Assert.True(File.Exists(feed.SymbolsPackage(id)));
    }

    [Fact]
    public async Task That_of_the_core_holds_the_script_for_pages_its_types_and_no_other_asset()
    {
        await using ZipArchive package = await feed.OpenPackageAsync("SecureSessions");

        Assert.True(package.GetEntry("types/session-timeout.d.ts") is { Length: > 0 });
        Assert.Equal(
            ["staticwebassets/session-timeout.js"],
            package.Entries.Select(static entry => entry.FullName).Where(
                static name => name.StartsWith("staticwebassets/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("SecureSessions", "")]
    [InlineData("SecureSessions.Redis", "SecureSessions, StackExchange.Redis")]
    [InlineData("SecureSessions.Sql", "SecureSessions")]
    [InlineData(
        "SecureSessions.OpenIdConnect",
        "SecureSessions, Microsoft.AspNetCore.Authentication.OpenIdConnect, Microsoft.IdentityModel.Abstractions, "
            + "Microsoft.IdentityModel.JsonWebTokens, Microsoft.IdentityModel.Logging, Microsoft.IdentityModel.Protocols, "
            + "Microsoft.IdentityModel.Protocols.OpenIdConnect, Microsoft.IdentityModel.Tokens, System.IdentityModel.Tokens.Jwt")]
    [InlineData(
        "SecureSessions.Tokens",
        "SecureSessions, Microsoft.AspNetCore.Authentication.JwtBearer, Microsoft.IdentityModel.JsonWebTokens, "
            + "Microsoft.IdentityModel.Protocols.OpenIdConnect, Microsoft.IdentityModel.Abstractions, Microsoft.IdentityModel.Logging, "
            + "Microsoft.IdentityModel.Protocols, Microsoft.IdentityModel.Tokens, System.IdentityModel.Tokens.Jwt")]
    [InlineData(
        "SecureSessions.Testing",
        "SecureSessions, Microsoft.AspNetCore.Mvc.Testing, Microsoft.Extensions.TimeProvider.Testing, xunit")]
    public async Task Says_its_license_and_what_it_depends_on_beside_the_shared_framework(string id, string dependencies)
    {
        await using ZipArchive package = await feed.OpenPackageAsync(id);
        XElement metadata = await ReadMetadataAsync(package, id);

        Assert.Equal(("MIT", "expression"), (Element(metadata, "license").Value, Element(metadata, "license").Attribute("type")!.Value));
        Assert.Equal("README.md", Element(metadata, "readme").Value);
        Assert.NotEmpty(Element(metadata, "description").Value);
        Assert.Equal("Microsoft.AspNetCore.App", Element(metadata, "frameworkReference").Attribute("name")!.Value);
        Assert.Equal(
            dependencies,
            string.Join(
                ", ",
                metadata.Descendants().Where(static element => element.Name.LocalName == "dependency").Select(
                    static element => element.Attribute("id")!.Value)));
    }

    [Fact]
    public async Task That_of_tokens_names_the_exact_version_of_the_core_whose_internals_it_uses()
    {
        await using ZipArchive package = await feed.OpenPackageAsync("SecureSessions.Tokens");
        XElement metadata = await ReadMetadataAsync(package, "SecureSessions.Tokens");

        XElement core = metadata.Descendants().First(static element => element.Name.LocalName == "dependency");
        Assert.Equal(
            ("SecureSessions", $"[{feed.PackageVersion}]"), (core.Attribute("id")!.Value, core.Attribute("version")!.Value));
    }

    [Theory]
    [InlineData("SecureSessions")]
    [InlineData("SecureSessions.Redis")]
    [InlineData("SecureSessions.Sql")]
    [InlineData("SecureSessions.OpenIdConnect")]
    [InlineData("SecureSessions.Tokens")]
    [InlineData("SecureSessions.Testing")]
    [InlineData("SecureSessions.Templates")]
    public async Task Shows_its_icon_and_tells_what_is_new(string id)
    {
        await using ZipArchive package = await feed.OpenPackageAsync(id);
        XElement metadata = await ReadMetadataAsync(package, id);

        Assert.Equal("icon.png", Element(metadata, "icon").Value);
        Assert.Equal(new FileInfo(Repository.PathTo("assets", "icon.png")).Length, package.GetEntry("icon.png")!.Length);
        string section = (await ChangelogAsync()).Split("\n## [").Single(
            static section => section.StartsWith($"{PackageFeed.Version}]", StringComparison.Ordinal));
        Assert.Equal(
            section[section.IndexOf('\n', StringComparison.Ordinal)..].Trim(),
            Element(metadata, "releaseNotes").Value.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Names_the_address_of_the_project_and_of_its_repository_once_there_is_one()
    {
        await using ZipArchive package = await feed.OpenPackageAsync("SecureSessions");
        XElement metadata = await ReadMetadataAsync(package, "SecureSessions");

        Assert.Equal(PackageFeed.ProjectAddress, Element(metadata, "projectUrl").Value);
        XElement repository = Element(metadata, "repository");
        Assert.Equal(("git", PackageFeed.ProjectAddress), (repository.Attribute("type")!.Value, repository.Attribute("url")!.Value));
    }

    [Fact]
    public async Task Names_none_as_long_as_there_is_none()
    {
        await using ZipArchive package = await feed.RepackAsync("SecureSessions", address: "");
        XElement metadata = await ReadMetadataAsync(package, "SecureSessions");

        Assert.DoesNotContain(metadata.Elements(), static element => element.Name.LocalName == "projectUrl");
        Assert.All(
            metadata.Elements().Where(static element => element.Name.LocalName == "repository"), static element =>
                Assert.Null(element.Attribute("url")));
    }

    [Fact]
    public async Task Is_not_packed_with_what_is_no_address()
    {
        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => feed.RepackAsync("SecureSessions", "../main"));

        Assert.Contains("ProjectAddress is '../main', which is no public address.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_web_project_with_the_quick_start_of_the_readme_builds_and_keeps_a_session()
    {
        string folder = await feed.NewAppAsync("quickstart", DocPage.Readme.Regions["quick-start"], "SecureSessions");
        await DotNetCli.RunAsync(folder, "build", "-warnaserror", "-o", "out");
        await using RunningApp app = await RunningApp.StartAsync(folder, DotNetCli.Program, "out/quickstart.dll");
        using Browser browser = app.NewBrowser();

        Assert.Equal("Visit 1", (await browser.GetAsync("/")).Body);
        Assert.Equal("Visit 2", (await browser.GetAsync("/")).Body);
    }

    [Fact]
    public async Task A_new_web_project_with_the_packages_for_redis_and_tokens_builds_and_signs_browsers_and_clients_in_and_out()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        string folder = await feed.NewAppAsync("onredis", SmallProgram.Text, SmallProgram.Packages);
        await DotNetCli.RunAsync(folder, "build", "-warnaserror", "-o", "out");
        await using RunningApp app = await RunningApp.StartAsync(
            folder, DotNetCli.Program, ["out/onredis.dll", .. SmallProgram.Settings, SmallProgram.SettingOf(redis)]);

        await SmallProgram.UseAsync(app);
        Assert.NotEqual(0, await redis.DbSizeAsync());
    }

    [Fact]
    public async Task A_published_app_that_references_the_package_serves_its_script()
    {
        string script = await File.ReadAllTextAsync(Repository.PathTo("src", "SecureSessions", "wwwroot", "session-timeout.js"));
        string folder = await feed.NewAppAsync(
            "pages", "var app = WebApplication.Create(args); app.MapStaticAssets(); app.Run();", "SecureSessions");
        await DotNetCli.RunAsync(folder, "publish", "-warnaserror", "-o", "out");
        await using RunningApp app = await RunningApp.StartAsync(
            folder, DotNetCli.Program, "out/pages.dll", "--contentRoot", Path.Combine(folder, "out"));
        using Browser browser = app.NewBrowser();

        Page page = await browser.GetAsync("/_content/SecureSessions/session-timeout.js");

        Assert.Equal((HttpStatusCode.OK, "text/javascript", script), (page.Status, page.Header("Content-Type"), page.Body));
    }

    private static async Task<XElement> ReadMetadataAsync(ZipArchive package, string id)
    {
        await using Stream file = await package.GetEntry($"{id}.nuspec")!.OpenAsync();
        return (await XDocument.LoadAsync(file, LoadOptions.None, default)).Root!.Elements().Single();
    }

    private static async Task<string> ChangelogAsync() =>
        (await File.ReadAllTextAsync(Repository.PathTo("CHANGELOG.md"))).ReplaceLineEndings("\n");

    private static XElement Element(XElement metadata, string name) =>
        metadata.Descendants().Single(element => element.Name.LocalName == name);
}
