using System.Globalization;
using SecureSessions.TestKit;

namespace SecureSessions.Redis.Tests.Deaths;

/// <summary>A request that stands still after so many commands, of a user that no other request has.</summary>
internal sealed record Doing(Scene Scene, string User, int Commands, CookieJar Jar)
{
    public string Path => Scene.Path + Uri.EscapeDataString(User);

    public static async Task<Doing> PrepareAsync(Scene scene, SessionHost host, int commands)
    {
        string user = string.Create(CultureInfo.InvariantCulture, $"{scene.What} {commands}");
        return new Doing(scene, user, commands, await scene.Prepare(host, user));
    }
}
