using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Setup;

/// <summary>Settings that weaken the sessions are named in the log at start-up.</summary>
public sealed class WeakSettingsTests
{
    [Fact]
    public async Task The_default_settings_give_no_cause_for_a_warning()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);

        Assert.Empty(host.Logs.Of("session_weak_setting"));
    }

    [Fact]
    [Trait("Requirement", "CS-7")]
    public async Task Sessions_that_any_site_may_use_are_called_weak()
    {
        await using SessionHost host = await SessionHost.StartAsync(
            SmallApp.Map, static options => options.CrossSite.Mode = CrossSiteMode.Off);

        Assert.StartsWith(
            "CrossSite.Mode = Off weakens the sessions: ",
            Assert.Single(host.Logs.Of("session_weak_setting")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_weak_setting_is_logged_with_its_consequence()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map, static options =>
        {
            options.Cookie.Name = "sid";
            options.Cookie.SameSite = SameSiteMode.None;
            options.KeepValuesOnSignIn = true;
            options.SecretReuse = SecretReuseBehavior.RefuseAndReport;
            options.NoStoreWhenSignedIn = false;
            options.CrossSite.Mode = CrossSiteMode.Report;
            options.CrossSite.TrustedOrigins.Add("http://app.example.com");
            options.CrossSite.TrustedOrigins.Add("https://app.example.com");
        });

        IReadOnlyList<LogLine> lines = host.Logs.Of("session_weak_setting");

        Assert.All(lines, static line => Assert.Equal(LogLevel.Warning, line.Level));
        Assert.Equal(
            "Cookie.Name = sid|KeepValuesOnSignIn = true|Cookie.SameSite = None|SecretReuse = RefuseAndReport|NoStoreWhenSignedIn = "
            + "false|CrossSite.Mode = Report|CrossSite.TrustedOrigins has http://app.example.com",
            string.Join('|', lines.Select(static line => line.Message.Split(" weakens the sessions: ")[0])));
    }
}
