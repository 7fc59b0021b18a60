using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Behaviour;

/// <summary>Settings that weaken the sessions are named in the log at start-up.</summary>
public sealed class WeakSettingsTests
{
    [Fact]
    public async Task The_defaults_give_no_cause_for_a_warning()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);

        Assert.Empty(host.Logs.Of("session_weak_setting"));
    }

    [Fact]
    public async Task Each_weak_setting_is_named_with_its_consequence()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map, static options =>
        {
            options.Cookie.Name = "sid";
            options.Cookie.SameSite = SameSiteMode.None;
            options.KeepValuesOnSignIn = true;
            options.SecretReuse = SecretReuseBehavior.RefuseAndReport;
            options.NoStoreWhenSignedIn = false;
        });

        IReadOnlyList<LogLine> lines = host.Logs.Of("session_weak_setting");

        Assert.All(lines, static line => Assert.Equal(LogLevel.Warning, line.Level));
        Assert.Equal(
            "Cookie.Name = sid|KeepValuesOnSignIn = true|Cookie.SameSite = None|SecretReuse = RefuseAndReport|NoStoreWhenSignedIn = false",
            string.Join('|', lines.Select(static line => line.Message.Split(" weakens the sessions: ")[0])));
    }
}
