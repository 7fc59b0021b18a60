using System.ComponentModel;
using System.Globalization;
using SecureSessions.TestKit;

namespace SecureSessions.Acceptance.Tests.Sample;

/// <summary><c>curl</c> with a cookie jar in a folder. It trusts one certificate and no other.</summary>
internal sealed class Curl(string folder, Uri site, string certificate, string jar = "jar")
{
    private readonly string _jar = Path.Combine(folder, jar);

    /// <summary>The cookies of the jar by their names: host, whether subdomains get it, path, and whether HTTPS is needed.</summary>
    public IReadOnlyDictionary<string, (string Host, string Subdomains, string Path, string Secure)> Jar => File.ReadLines(_jar)
        .Select(static line => line.Split('\t'))
        .Where(static fields => fields.Length == 7)
        .ToDictionary(static fields => fields[5], static fields => (fields[0], fields[1], fields[2], fields[3]));

    /// <summary>Sends a request with the cookies of the jar, and keeps those of the answer there.</summary>
    public async Task<(int Status, string Body)> SendAsync(string path, params string[] arguments)
    {
        try
        {
            string output = await Command.RunAsync(
                folder,
                Patience.Limit,
                "curl",
                [
                    "--silent", "--show-error", "--cacert", certificate, "--cookie", _jar, "--cookie-jar", _jar,
                    "--write-out", "\\n%{http_code}", .. arguments, new Uri(site, path).ToString(),
                ]);
            int end = output.TrimEnd().LastIndexOf('\n');
            return (int.Parse(output.AsSpan(end), CultureInfo.InvariantCulture), output[..end].TrimEnd());
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException(
                $"{missing.Message}. `apt-get install curl` installs it; `bash tests/run.sh` does so by itself where it may.", missing);
        }
    }

    /// <summary>Another one with a copy of the jar.</summary>
    public Curl Copy()
    {
        File.Copy(_jar, $"{_jar}-copy");
        return new Curl(folder, site, certificate, $"{jar}-copy");
    }
}
