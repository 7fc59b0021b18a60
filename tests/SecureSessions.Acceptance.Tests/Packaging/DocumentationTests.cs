using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;
using SecureSessions.OpenIdConnect;
using SecureSessions.Redis;
using SecureSessions.Sql;
using SecureSessions.Testing;
using SecureSessions.Tests.Docs;
using SecureSessions.Tokens;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Packaging;

/// <summary>The documentation that an editor shows to those who use a package.</summary>
[Collection(PackagingCollection.Name)]
public sealed class DocumentationTests(PackageFeed feed)
{
    private static readonly Assembly[] Assemblies =
    [
        typeof(SecureSessionOptions).Assembly, typeof(RedisSessionStoreOptions).Assembly, typeof(OpenIdConnectSessionOptions).Assembly,
        typeof(SqlStoreOptions).Assembly, typeof(SessionTokenOptions).Assembly, typeof(TestBrowser).Assembly,
    ];

    public static TheoryData<string> Packages => [.. Assemblies.Select(Id)];

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task Is_about_public_members_only(string id)
    {
        ILookup<string, string> visible = PublicNames.Of(AssemblyOf(id)).ToLookup(static name => name);

        foreach ((string name, int count) in (await ReadNamesAsync(id)).CountBy(PublicNames.Shorten))
            Assert.True(count <= visible[name].Count(), $"{name} is documented {count} times, and public {visible[name].Count()} times.");
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task Is_there_for_every_public_type(string id)
    {
        IEnumerable<string> types = PublicNames.Of(AssemblyOf(id)).Where(static name => name.StartsWith("T:", StringComparison.Ordinal));

        Assert.Empty(types.Except((await ReadNamesAsync(id)).Select(PublicNames.Shorten)));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task Refers_to_nothing_of_the_packages_that_is_not_public(string id)
    {
        string[] visible = [.. Assemblies.SelectMany(PublicNames.Of)];
        IEnumerable<string> references = (await ReadAsync(id)).Descendants().Attributes("cref")
            .Select(static reference => PublicNames.Shorten(reference.Value)).Where(
                static name => name[2..].StartsWith("SecureSessions.", StringComparison.Ordinal));

        Assert.NotEmpty(references);
        Assert.Empty(references.Except(visible));
    }

    [Theory]
    [InlineData("SecureSessions", "T:SecureSessions.ISecureSession")]
    [InlineData("SecureSessions", "T:SecureSessions.ISecureSessionManager")]
    [InlineData("SecureSessions", "M:Microsoft.Extensions.DependencyInjection.SecureSessionsServiceCollectionExtensions.AddSecureSessions")]
    [InlineData("SecureSessions", "M:Microsoft.AspNetCore.Builder.SecureSessionsApplicationBuilderExtensions.UseSecureSessions")]
    [InlineData("SecureSessions", "M:Microsoft.AspNetCore.Builder.FreshAuthenticationExtensions.RequireFreshAuthentication")]
    [InlineData("SecureSessions.Redis", "M:Microsoft.Extensions.DependencyInjection.RedisStoreExtensions.AddRedisStore")]
    [InlineData("SecureSessions.Sql", "M:Microsoft.Extensions.DependencyInjection.SqlStoreExtensions.AddSqlStore")]
    public async Task Shows_by_an_example_that_is_compiled_how_to_begin(string id, string member)
    {
        string[] compiled = [.. DocPage.All.SelectMany(static page => page.Regions.Values)];
        string[] examples = [.. (await ReadAsync(id)).Descendants("member")
            .Where(element => PublicNames.Shorten(element.Attribute("name")!.Value) == member)
            .SelectMany(static element => element.Descendants("code")).Select(static code => MoveLeft(code.Value))];

        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Contains(example, compiled));
    }

    private static string Id(Assembly assembly) => assembly.GetName().Name!;

    private static Assembly AssemblyOf(string id) => Assemblies.Single(assembly => Id(assembly) == id);

    private async Task<IEnumerable<string>> ReadNamesAsync(string id) =>
        (await ReadAsync(id)).Descendants("member").Select(static member => member.Attribute("name")!.Value);

    private async Task<XDocument> ReadAsync(string id)
    {
        await using ZipArchive package = await feed.OpenPackageAsync(id);
        await using Stream file = await package.GetEntry($"lib/net10.0/{id}.xml")!.OpenAsync();
        return await XDocument.LoadAsync(file, LoadOptions.PreserveWhitespace, default);
    }

    // The compiler keeps the indentation that the comment has in the file.
    private static string MoveLeft(string code)
    {
        string[] lines = code.ReplaceLineEndings("\n").Trim('\n').TrimEnd().Split('\n');
        int indent = lines[0].Length - lines[0].TrimStart().Length;
        return string.Concat(lines.Select(line => $"{(line.Length > indent ? line[indent..] : "")}\n"));
    }
}
