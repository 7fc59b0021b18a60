using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>Logs at start-up which settings make the sessions weaker than the defaults.</summary>
internal sealed class WeakSettingsReport(IOptions<SecureSessionOptions> options, ILogger<WeakSettingsReport> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        SecureSessionOptions settings = options.Value;
        bool hostBound = CookieNamePrefix.IsHostBound(settings.Cookie.Name);
        Report(
            !hostBound,
            $"Cookie.Name = {settings.Cookie.Name}",
            "without a __Host- name, a neighbouring host can plant cookies of that name (ASVS 3.3.1).");
        Report(
            !hostBound && settings.KeepValuesOnSignIn == true,
            "KeepValuesOnSignIn = true",
            "values of a planted anonymous session move into the session of the user who signs in.");
        Report(
            settings.Cookie.SameSite == SameSiteMode.None,
            "Cookie.SameSite = None",
            "every cross-site request carries the session (ASVS 3.3.2).");
        Report(
            settings.SecretReuse == SecretReuseBehavior.RefuseAndReport,
            "SecretReuse = RefuseAndReport",
            "a thief who renewed first keeps the session.");
        Report(!settings.NoStoreWhenSignedIn, "NoStoreWhenSignedIn = false", "pages of signed-in users may stay in caches (ASVS 14.3.2).");
        Report(
            settings.CrossSite.Mode == CrossSiteMode.Report,
            "CrossSite.Mode = Report",
            "requests of other sites with the session cookie are carried out, and only reported (ASVS 3.5.1).");
        Report(
            settings.CrossSite.Mode == CrossSiteMode.Off,
            "CrossSite.Mode = Off",
            "requests of other sites with the session cookie are carried out (ASVS 3.5.1).");
        Report(
            settings.NearCacheFor is not null,
            $"NearCacheFor = {settings.NearCacheFor}",
            "if an announcement is lost, a node accepts an ended session or a regenerated secret for so long.");
        foreach (string origin in settings.CrossSite.TrustedOrigins)
        {
            Report(
                origin.StartsWith("http:", StringComparison.Ordinal),
                $"CrossSite.TrustedOrigins has {origin}",
                "without HTTPS an attacker on the network can send requests in its name.");
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Report(bool weak, string setting, string consequence)
    {
        if (weak)
            Log.WeakSetting(logger, setting, consequence);
    }
}
