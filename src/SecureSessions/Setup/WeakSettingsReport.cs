using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>Says at start-up which settings make the sessions weaker than the defaults.</summary>
internal sealed class WeakSettingsReport(IOptions<SecureSessionOptions> options, ILogger<WeakSettingsReport> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        SecureSessionOptions settings = options.Value;
        bool hostBound = CookieNamePrefix.IsHostBound(settings.Cookie.Name);
        Report(!hostBound, $"Cookie.Name = {settings.Cookie.Name}", "without a __Host- name, a neighbouring host can plant cookies of that name (ASVS 3.3.1).");
        Report(!hostBound && settings.KeepValuesOnSignIn == true, "KeepValuesOnSignIn = true", "values of a planted anonymous session move into the session of whoever signs in.");
        Report(settings.Cookie.SameSite == SameSiteMode.None, "Cookie.SameSite = None", "every cross-site request carries the session (ASVS 3.3.2).");
        Report(settings.SecretReuse == SecretReuseBehavior.RefuseAndReport, "SecretReuse = RefuseAndReport", "a thief who renewed first keeps the session.");
        Report(!settings.NoStoreWhenSignedIn, "NoStoreWhenSignedIn = false", "pages of signed-in users may stay in caches (ASVS 14.3.2).");
        Report(settings.CrossSite.Mode == CrossSiteMode.Report, "CrossSite.Mode = Report", "what other sites send with the session cookie is carried out, and only reported (ASVS 3.5.1).");
        Report(settings.CrossSite.Mode == CrossSiteMode.Off, "CrossSite.Mode = Off", "what other sites send with the session cookie is carried out (ASVS 3.5.1).");
        foreach (string origin in settings.CrossSite.TrustedOrigins)
            Report(origin.StartsWith("http:", StringComparison.Ordinal), $"CrossSite.TrustedOrigins has {origin}", "without HTTPS whoever is on the way can speak for it.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Report(bool weak, string setting, string consequence)
    {
        if (weak)
            Log.WeakSetting(logger, setting, consequence);
    }
}
