using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Options;

public sealed class SessionTokenOptionsTests
{
    public static TheoryData<string, Action<SessionTokenOptions>> Faults => new()
    {
        { "Issuer is ''", static o => o.Issuer = null },
        { "Issuer is 'app'", static o => o.Issuer = "app" },
        { "Issuer is 'http://app.example.com'", static o => o.Issuer = "http://app.example.com" },
        { "Issuer is 'https://app.example.com?a=b'", static o => o.Issuer = "https://app.example.com?a=b" },
        { "Issuer is 'https://app.example.com#a'", static o => o.Issuer = "https://app.example.com#a" },
        { "Issuer is 'https://u@app.example.com'", static o => o.Issuer = "https://u@app.example.com" },
        { "Audiences is empty", static o => o.Audiences.Clear() },
        { "Audiences holds an empty name", static o => o.Audiences.Add(" ") },
        { "holds 'https://api.example.com' twice", static o => o.Audiences.Add("https://api.example.com") },
        { "AccessTokenLifetime is 00:00:59", static o => o.AccessTokenLifetime = TimeSpan.FromSeconds(59) },
        { "AccessTokenLifetime is 01:00:01", static o => o.AccessTokenLifetime = TimeSpan.FromSeconds(3601) },
        { "RefreshIdleTimeout is 00:10:00, not longer than", static o => o.RefreshIdleTimeout = TimeSpan.FromMinutes(10) },
        { "RefreshIdleTimeout is 31.00:00:00, longer than", static o => o.RefreshIdleTimeout = TimeSpan.FromDays(31) },
        { "RefreshAbsoluteTimeout is 3651.00:00:00", static o => o.RefreshAbsoluteTimeout = TimeSpan.FromDays(3651) },
        { "RefreshGrace is 00:00:00", static o => o.RefreshGrace = TimeSpan.Zero },
        { "RefreshGrace is 00:11:00", static o => o.RefreshGrace = TimeSpan.FromMinutes(11) },
        { "RefreshRetryWindow is 00:00:59", static o => o.RefreshRetryWindow = TimeSpan.FromSeconds(59) },
        { "RefreshRetryWindow is 8.00:00:00, longer than", static o => o.RefreshRetryWindow = TimeSpan.FromDays(8) },
        { "BrowserClientId is ''", static o => o.BrowserClientId = "" },
        { "No key of SigningKeys has begun", static o => o.SigningKeys.Add(TestKeys.New(DateTimeOffset.MaxValue)) },
        { "SigningEpoch is ''", static o => o.SigningEpoch = "" },
        { "SigningEpoch is 'a:b'", static o => o.SigningEpoch = "a:b" },
        { "SigningEpoch is '{a}'", static o => o.SigningEpoch = "{a}" },
        { "Use 1 to 32", static o => o.SigningEpoch = new string('a', 33) },
        { "SigningEpoch is 'a', but SigningKeys", static o => TestKeys.AddWithEpoch(o) },
        { "twice. Remove one", static o => TestKeys.AddTwice(o) },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_setting_that_cannot_work_is_refused_with_its_value(string message, Action<SessionTokenOptions> change)
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(() => Read(change));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Single(exception.Failures);
    }

    [Fact]
    public void The_defaults_are_sound_and_are_those_of_the_standards()
    {
        SessionTokenOptions options = Read(static _ => { });

        Assert.Equal((15, 60), (options.AccessTokenLifetime.TotalMinutes, options.RefreshGrace.TotalSeconds));
        Assert.Equal((7, 30), (options.RefreshIdleTimeout.TotalDays, options.RefreshAbsoluteTimeout.TotalDays));
    }

    [Fact]
    public void Where_the_store_keeps_signing_keys_there_is_a_store_key_or_keys_of_the_app()
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(() => Read(static _ => { }, keeps: true));

        Assert.Contains("openssl rand -base64 32", Assert.Single(exception.Failures), StringComparison.Ordinal);
        Assert.Empty(Read(static _ => { }, keeps: true, storeKey: KeyNodes.StoreKey).SigningKeys);
        Assert.Single(Read(static o => o.SigningKeys.Add(TestKeys.New()), keeps: true).SigningKeys);
        Assert.Equal("A.z_9-", Read(static o => o.SigningEpoch = "A.z_9-").SigningEpoch);
    }

    [Theory]
    [InlineData("http://localhost:5000")]
    [InlineData("https://app.example.com/tenant")]
    public void An_issuer_may_be_on_this_machine_or_have_a_path(string issuer) => Assert.Equal(issuer, Read(o => o.Issuer = issuer).Issuer);

    private static SessionTokenOptions Read(Action<SessionTokenOptions> change, bool keeps = false, byte[]? storeKey = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new ManualTimeProvider());
        services.AddSecureSessions(o => o.StoreKey = storeKey).AddTokens(static tokens =>
        {
            tokens.Issuer = "https://app.example.com";
            tokens.Audiences.Add("https://api.example.com");
        });
        services.Configure(change);
        if (keeps)
            services.AddSingleton<ISigningKeyStore>(new SharedSigningKeys(TimeProvider.System));
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<SessionTokenOptions>>().Value;
    }
}
