using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace SecureSessions.Tests;

public sealed class DefaultsTests
{
    [Fact]
    [Trait("Requirement", "TO-1")]
    public void The_defaults_are_these()
    {
        var options = new SecureSessionOptions();

        Assert.Equal(TimeSpan.FromMinutes(20), options.IdleTimeout);
        Assert.Null(options.AnonymousIdleTimeout);
        Assert.Equal(TimeSpan.FromHours(8), options.AbsoluteTimeout);
        Assert.Equal(TimeSpan.FromMinutes(15), options.RenewalInterval);
        Assert.Equal(TimeSpan.FromSeconds(30), options.RenewalGrace);
        Assert.Equal(TimeSpan.FromMinutes(5), options.LagWindow);
        Assert.Equal(SecretReuseBehavior.EndSession, options.SecretReuse);
        Assert.Equal(StoreFailureBehavior.ServiceUnavailable, options.StoreFailure);
        Assert.Null(options.MaxSessionsPerUser);
        Assert.Equal(SessionLimitBehavior.EndOldest, options.SessionLimit);
        Assert.Equal(TimeSpan.FromMinutes(15), options.StepUpLifetime);
        Assert.Null(options.AuthenticationLevels);
        Assert.Equal(["aal1", "aal2", "aal3"], SecureSessionDefaults.AuthenticationLevels);
        Assert.Equal(65536, options.MaxPayloadBytes);
        Assert.Equal(TimeSpan.FromSeconds(2), options.StoreTimeout);
        Assert.Equal(TimeSpan.FromSeconds(5), options.RetryAfter);
        Assert.Null(options.StoreKey);
        Assert.Null(options.KeepValuesOnSignIn);
        Assert.False(options.ClearSiteDataOnSignOut);
        Assert.True(options.NoStoreWhenSignedIn);
        Assert.Equal(
            (CrossSiteMode.Enforce, false, 0), (options.CrossSite.Mode, options.CrossSite.Strict, options.CrossSite.TrustedOrigins.Count));
        Assert.True(options.KeepClientInfo);
        Assert.True(options.KeepOpenedPayloads);
        Assert.Null(options.NearCacheFor);
        Assert.Equal(100_000, new MemoryStoreOptions().MaxAnonymousSessions);
        Assert.Equal(268_435_456, new MemoryStoreOptions().MaxAnonymousBytes);
        Assert.Equal("ss:", new DistributedCacheStoreOptions().KeyPrefix);
        Assert.False(new SecureSessionHubOptions().HubCallsAreActivity);
    }

    [Fact]
    [Trait("Requirement", "MS-6")]
    public void By_default_signals_are_reported_and_nothing_else_happens()
    {
        SecureSessionSignalOptions signals = new SecureSessionOptions().Signals;

        Assert.Equal(
            (SignalResponse.Report, SignalResponse.Report, SignalResponse.Report),
            (signals.DeviceChange, signals.NetworkChange, signals.ImpossibleTravel));
        Assert.Equal((1000, 500), (signals.MaxTravelSpeed, SecureSessionDefaults.MinTravelDistance));
        Assert.Equal((100, 200, 100, 30), (signals.MaxUnknownTokens, signals.MaxNewSessions, signals.MaxSignOuts, signals.FloodPermits));
        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)), (signals.FloodWindow, signals.FloodThrottle));
    }

    [Fact]
    [Trait("Requirement", "FA-1")]
    [Trait("Requirement", "FA-3")]
    public void The_limits_of_failed_sign_ins_are_these()
    {
        var options = new SecureSessionOptions();
        SignInAttemptOptions attempts = options.SignInAttempts;
        var limits = new AttemptLimits();

        Assert.Equal((5, 20, 100), (attempts.SourceFailures, attempts.AccountFailures, attempts.MaxConsecutiveFailures));
        Assert.Equal((TimeSpan.FromMinutes(15), TimeSpan.FromSeconds(30)), (attempts.MaxSourceWait, attempts.AccountWait));
        Assert.Equal(30, options.Signals.MaxFailedAccounts);
        Assert.Equal((5, 20), (limits.SourceFailures, limits.AccountFailures));
        Assert.Equal(
            (TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15), TimeSpan.FromSeconds(30)),
            (limits.FirstSourceWait, limits.MaxSourceWait, limits.AccountWait));
        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromDays(1)), (limits.Window, limits.FailureRetention));
    }

    [Fact]
    [Trait("Requirement", "CK-4")]
    [Trait("Requirement", "CK-6")]
    public void The_default_cookie_options_are_these()
    {
        var cookie = new SecureSessionOptions().Cookie;

        Assert.Equal(
            ("__Host-id", SameSiteMode.Lax, null, "/", false, false),
            (cookie.Name, cookie.SameSite, cookie.Domain, cookie.Path, cookie.Persistent, cookie.Partitioned));
    }

    [Fact]
    [Trait("Requirement", "ID-8")]
    public void The_cookies_name_says_nothing_of_what_is_behind_it()
    {
        Assert.All(
            (string[])["asp", "net", "secure", "session", "core", "kestrel", "dotnet"],
            word => Assert.DoesNotContain(word, SecureSessionDefaults.CookieName, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    [Trait("Requirement", "TO-6")]
    public void The_presets_carry_the_standards_numbers()
    {
        Assert.Equal((30.0, 30.0), (SecureSessionPreset.Aal1.IdleTimeout.TotalDays, SecureSessionPreset.Aal1.AbsoluteTimeout.TotalDays));
        Assert.Equal(
            (60.0, 24.0), (SecureSessionPreset.Aal2.IdleTimeout.TotalMinutes, SecureSessionPreset.Aal2.AbsoluteTimeout.TotalHours));
        Assert.Equal(
            (15.0, 12.0), (SecureSessionPreset.Aal3.IdleTimeout.TotalMinutes, SecureSessionPreset.Aal3.AbsoluteTimeout.TotalHours));
        Assert.Equal(
            (5.0, 4.0), (SecureSessionPreset.HighValue.IdleTimeout.TotalMinutes, SecureSessionPreset.HighValue.AbsoluteTimeout.TotalHours));
        Assert.Equal(
            (15.0, 8.0), (SecureSessionPreset.PciDss.IdleTimeout.TotalMinutes, SecureSessionPreset.PciDss.AbsoluteTimeout.TotalHours));
    }

    [Fact]
    public void Options_bind_from_configuration()
    {
        SecureSessionOptions options = Bind(
            ("CrossSite:Mode", "Report"), ("CrossSite:Strict", "true"), ("CrossSite:TrustedOrigins:0", "https://a.example"), (
                "CrossSite:TrustedOrigins:1", "https://b.example"),
            ("IdleTimeout", "00:07:00"), ("Cookie:Name", "__Host-x"), ("Cookie:SameSite", "Strict"), ("SecretReuse", "RefuseAndReport"), (
                "Signals:NetworkChange", "StepUp"), ("Signals:MaxSignOuts", "7"), ("SignInAttempts:SourceFailures", "3"));

        Assert.Equal(TimeSpan.FromMinutes(7), options.IdleTimeout);
        Assert.Equal(("__Host-x", SameSiteMode.Strict), (options.Cookie.Name, options.Cookie.SameSite));
        Assert.Equal(SecretReuseBehavior.RefuseAndReport, options.SecretReuse);
        Assert.Equal((CrossSiteMode.Report, true), (options.CrossSite.Mode, options.CrossSite.Strict));
        Assert.Equal(["https://a.example", "https://b.example"], options.CrossSite.TrustedOrigins);
        Assert.Equal((SignalResponse.StepUp, 7), (options.Signals.NetworkChange, options.Signals.MaxSignOuts));
        Assert.Equal(3, options.SignInAttempts.SourceFailures);
    }

    [Fact]
    public void Levels_bind_in_their_order_and_take_the_place_of_the_default() => Assert.Equal(
        ["low", "high"], Bind(("AuthenticationLevels:0", "low"), ("AuthenticationLevels:1", "high")).AuthenticationLevels);

    [Fact]
    public void The_store_key_is_base64_as_openssl_prints_it() =>
        Assert.Equal(
            Enumerable.Range(1, 32).Select(static i => (byte)i),
            Bind(("StoreKey", "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=\n")).StoreKey);

    [Fact]
    [Trait("Requirement", "TK-12")]
    public void Accepted_store_keys_are_a_list_of_base64_in_configuration()
    {
        SecureSessionOptions both = Bind(
            ("StoreKey", "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="), (
                "AcceptedStoreKeys:0", "AAIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="));

        Assert.Equal((0, 2), (Assert.Single(both.AcceptedStoreKeys)[0], both.AcceptedStoreKeys[0][1]));
    }

    [Theory]
    [Trait("Requirement", "LG-3")]
    [InlineData("AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA", "StoreKey is 43 characters that are not base64. ")]
    [InlineData("AQID-_UGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=", "StoreKey is 44 characters that are not base64. ")]
    [InlineData("", "StoreKey has 0 bytes. ")]
    public void A_store_key_that_cannot_be_read_is_refused_and_not_shown(string text, string error)
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(() => Bind(("StoreKey", text)));

        Assert.StartsWith(error, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AQID", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "LG-3")]
    public void An_accepted_store_key_that_cannot_be_read_is_refused_and_not_shown()
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(() => Bind(
            ("StoreKey", "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="), ("AcceptedStoreKeys:0", "AQID-")));

        Assert.StartsWith("AcceptedStoreKeys[0] is 5 characters that are not base64. ", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AQID", exception.ToString(), StringComparison.Ordinal);
    }

    private static SecureSessionOptions Bind(params (string Key, string Value)[] settings)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(static setting => setting.Key, static setting => (string?)setting.Value))
            .Build();
        using ServiceProvider services = new ServiceCollection().AddSecureSessions(configuration).Services.BuildServiceProvider();
        return services.GetRequiredService<IOptions<SecureSessionOptions>>().Value;
    }
}
