using System.Globalization;
using System.IO.Compression;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Packaging;

/// <summary>The packages, packed from the build under test into a folder feed, and fresh apps that reference one.</summary>
public sealed class PackageFeed : IAsyncLifetime, IDisposable
{
    /// <summary>The address that the packages are given.</summary>
    public const string ProjectAddress = "https://example.com/securesessions";

    /// <summary>The version that these packages are previews of.</summary>
    public const string Version = "0.2.0";

    private const string Templates = "SecureSessions.Templates";

    // Those who pack at the same time would write the same files of a project.
    private static readonly SemaphoreSlim Turn = new(1, 1);

    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _published = [];
    private readonly HashSet<string> _projects = [];
    private bool _hasTemplates;

    /// <summary>The version of the packages: of its own a run, so that no cache can answer with an older one.</summary>
    public string PackageVersion { get; } = string.Create(CultureInfo.InvariantCulture, $"{Version}-test.{DateTime.UtcNow.Ticks}");

    public string Feed { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Feed = _folder.Create("feed");
        WriteNuGetConfig();
        WriteBuildSettings();
        await PackAsync("SecureSessions", Feed, ProjectAddress);
        await PackAsync("SecureSessions.Redis", Feed, ProjectAddress);
        await PackAsync("SecureSessions.Sql", Feed, ProjectAddress);
        await PackAsync("SecureSessions.OpenIdConnect", Feed, ProjectAddress);
        await PackAsync("SecureSessions.Tokens", Feed, ProjectAddress);
        await PackAsync("SecureSessions.Testing", Feed, ProjectAddress);
    }

    // Where templates are installed: not among those of the machine.
    private string Hive => Path.Combine(_folder.Path, "templates");

    /// <summary>What a package holds.</summary>
    public async Task<ZipArchive> OpenPackageAsync(string package)
    {
        if (package == Templates)
            await InstallTemplatesAsync();
        return await OpenPackageAsync(package, Feed);
    }

    /// <summary>Packs a package once more, with another address, and opens it.</summary>
    public async Task<ZipArchive> RepackAsync(string package, string address)
    {
        string folder = _folder.Create($"repacked-{Path.GetRandomFileName()}");
        await PackAsync(package, folder, address);
        return await OpenPackageAsync(package, folder);
    }

    public string SymbolsPackage(string package) => Path.Combine(Feed, $"{package}.{PackageVersion}.snupkg");

    /// <summary>A new web project with this program, which references packages.</summary>
    public async Task<string> NewAppAsync(string name, string program, params string[] packages)
    {
        string app = _folder.Create(name);
        foreach (string file in Directory.EnumerateFiles(await NewProjectAsync(packages)))
            File.Copy(file, Path.Combine(app, Path.GetExtension(file) == ".csproj" ? $"{name}.csproj" : Path.GetFileName(file)));
        await File.WriteAllTextAsync(Path.Combine(app, "Program.cs"), program);
        return app;
    }

    /// <summary>Does what a page says: <c>dotnet new ...</c>, <c>cd ...</c>, <c>dotnet add package ...</c>.</summary>
    /// <returns>The folder of the app.</returns>
    public async Task<string> FollowAsync(string name, string commands)
    {
        string folder = _folder.Create(name);
        foreach (string command in commands.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = command.Split(' ');
            switch (words)
            {
                case ["cd", var into]:
                    folder = Path.Combine(folder, into);
                    break;
                case ["dotnet", "add", "package", var package] when package.StartsWith("SecureSessions", StringComparison.Ordinal):
                    // The newest stable version is what the page means; here it is the one under test.
                    await DotNetCli.RunAsync(folder, [.. words[1..], "--version", PackageVersion, "--no-restore"]);
                    break;
                case ["dotnet", "new", ..]:
                    // What builds the app restores it.
                    await DotNetCli.RunAsync(folder, [.. words[1..], "--no-restore"]);
                    break;
                case ["dotnet", ..]:
                    await DotNetCli.RunAsync(folder, words[1..]);
                    break;
                default:
                    throw new InvalidOperationException($"The page has a command that is not known here: {command}");
            }
        }

        return folder;
    }

    /// <summary>A new app of a template, published; the same one for all tests.</summary>
    /// <returns>The program, in the folder with all that it needs.</returns>
    public async Task<string> PublishTemplateAsync(string template)
    {
        if (!_published.TryGetValue(template, out string? program))
        {
            await InstallTemplatesAsync();
            string name = $"App{_published.Count}";
            string app = _folder.Create(name);
            await DotNetCli.RunAsync(app, "new", template, "--debug:custom-hive", Hive);
            await DotNetCli.RunAsync(app, "publish", "-warnaserror", "-o", "out");
            _published[template] = program = Path.Combine(app, "out", $"{name}.dll");
        }

        return program;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    // A new web project with packages added to it. Its files say nothing of its name: the same one for all apps with these packages.
    private async Task<string> NewProjectAsync(string[] packages)
    {
        string name = $"With{string.Join("And", packages)}";
        if (_projects.Add(name))
        {
            string project = _folder.Create(name);
            await DotNetCli.RunAsync(project, "new", "web", "--no-restore");
            foreach (string package in packages)
                await DotNetCli.RunAsync(project, "add", "package", package, "--version", PackageVersion, "--no-restore");
        }

        return Path.Combine(_folder.Path, name);
    }

    // Most apps begin without a template.
    private async Task InstallTemplatesAsync()
    {
        if (_hasTemplates)
            return;

        await PackAsync(Templates, Feed, ProjectAddress);
        await DotNetCli.RunAsync(
            _folder.Path, "new", "install", Path.Combine(Feed, $"{Templates}.{PackageVersion}.nupkg"), "--debug:custom-hive", Hive);
        _hasTemplates = true;
    }

    private Task<ZipArchive> OpenPackageAsync(string package, string folder) =>
        ZipFile.OpenReadAsync(Path.Combine(folder, $"{package}.{PackageVersion}.nupkg"));

    private async Task PackAsync(string package, string folder, string address)
    {
        await Turn.WaitAsync();
        try
        {
            await DotNetCli.RunAsync(
                Repository.PathTo("src", package),
                "pack",
                "--no-build",
                "-c",
                Repository.Configuration,
                "-o",
                folder,
                $"-p:PackageVersion={PackageVersion}",
                $"-p:ProjectAddress={address}");
        }
        finally
        {
            Turn.Release();
        }
    }

    // To compress what a browser would fetch takes eight times as long as all the rest of publishing an app, and nothing here looks at it.
    private void WriteBuildSettings() => File.WriteAllText(
        Path.Combine(_folder.Path, "Directory.Build.props"),
        "<Project><PropertyGroup><CompressionEnabled>false</CompressionEnabled></PropertyGroup></Project>");

    // The feed comes on top of the machine's sources. What is restored from it stays in this folder; whatever the machine has restored
    // before is used from where it is.
    private void WriteNuGetConfig()
    {
        string machinePackages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Directory.CreateDirectory(machinePackages);
        File.WriteAllText(Path.Combine(_folder.Path, "NuGet.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{_folder.Create("packages")}" /></config>
              <fallbackPackageFolders><add key="machine" value="{machinePackages}" /></fallbackPackageFolders>
              <packageSources><add key="feed" value="{Feed}" /></packageSources>
            </configuration>
            """);
    }
}
