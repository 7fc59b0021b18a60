using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace SecureSessions.Tests.Setup;

/// <summary>Every key of a configuration is used or refused.</summary>
public sealed class ConfigurationKeysTests
{
    [Theory]
    [InlineData("Sessions:IdelTimeout", "which is no option. Write 'Sessions:IdleTimeout', if that is what is meant, or remove it.")]
    [InlineData("Sessions:Idle_Timeout", "which is no option. Write 'Sessions:IdleTimeout', if that is what is meant, or remove it.")]
    [InlineData(
        "Sessions:Cookie:SameSight", "which is no option. Write 'Sessions:Cookie:SameSite', if that is what is meant, or remove it.")]
    [InlineData(
        "Sessions:Cookie:Colour", "which is no option. Remove it, or write one of Name, SameSite, Domain, Path, Persistent, Partitioned.")]
    [InlineData("Sessions:Cookies:Name", "which is no option. Write 'Sessions:Cookie', if that is what is meant, or remove it.")]
    [InlineData("Sessions:Name", "which is no option. Remove it, or write one of IdleTimeout, AnonymousIdleTimeout,")]
    [InlineData("Sessions:MaxAnonymousSessions", "which is an option of AddMemoryStore(). Set it there.")]
    [InlineData("Sessions:KeyPrefix", "which is an option of AddDistributedCacheStore() and AddRedisStore(). Set it there.")]
    [InlineData(
        "Sessions:LifetimePolicy",
        "That is a function, which only code can set: builder.Services.Configure<SecureSessionOptions>(o => o.LifetimePolicy = ...).")]
    [InlineData("Sessions:Cookie", "That is a group of options: write 'Sessions:Cookie:Name', for example.")]
    [InlineData("Sessions:CrossSite:TrustedOrigins", "That is a list: write 'Sessions:CrossSite:TrustedOrigins:0', or an array in JSON.")]
    [InlineData("Sessions:AuthenticationLevels", "That is a list: write 'Sessions:AuthenticationLevels:0', or an array in JSON.")]
    [InlineData("Sessions:IdleTimeout:Minutes", "That is one value and has no parts, such as 'Sessions:IdleTimeout:Minutes'.")]
    public void A_key_that_would_be_ignored_is_refused_with_the_key_that_was_meant(string key, string fix)
    {
        string error = Assert.Single(ErrorsOf("Sessions", (key, "1")));

        Assert.StartsWith("The configuration has 'Sessions:", error, StringComparison.Ordinal);
        Assert.Contains(fix, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_keys_are_reported_all_at_once_with_the_errors_of_the_values() => Assert.Equal(3, ErrorsOf(
        "Sessions", ("Sessions:IdelTimeout", "00:05:00"), ("Sessions:Cookie:Nmae", "__Host-a"), (
            "Sessions:AbsoluteTimeout", "00:00:00")).Count());

    [Fact]
    public void A_group_may_have_an_empty_text_beside_its_options() =>
        Assert.Empty(ErrorsOf("Sessions", ("Sessions:Cookie", ""), ("Sessions:Cookie:Name", "__Host-a")));

    [Fact]
    public void The_case_of_a_key_does_not_matter() =>
        Assert.Empty(ErrorsOf("sessions", ("SESSIONS:idletimeout", "00:05:00"), ("sessions:COOKIE:name", "__Host-a")));

    [Fact]
    public void Every_option_that_is_no_function_can_be_set_by_configuration() => Assert.Empty(ErrorsOf(
        "Sessions", ("Sessions:AuthenticationLevels:0", "low"), ("Sessions:CrossSite:TrustedOrigins:0", "https://a.example"),
        ("Sessions:Signals:MaxSignOuts", "7"), ("Sessions:MaxSessionsPerUser", "5"), ("Sessions:KeepValuesOnSignIn", "true")));

    [Theory]
    [InlineData(
        "Sessions",
        "Sesions:IdleTimeout",
        "The configuration has no section 'Sessions', or an empty one. Pass the section 'Sesions', or call AddSecureSessions() without "
        + "a section for the defaults.")]
    [InlineData(
        "App:Sessions",
        "App:Session:IdleTimeout",
        "The configuration has no section 'App:Sessions', or an empty one. Pass the section 'App:Session', or call AddSecureSessions() "
        + "without a section for the defaults.")]
    [InlineData(
        "Sessions",
        "Logging:LogLevel:Default",
        "The configuration has no section 'Sessions', or an empty one. Pass a section that exists, or call AddSecureSessions() without "
        + "a section for the defaults.")]
    public void A_section_that_does_not_exist_is_refused(string section, string present, string error) =>
        Assert.Equal(error, Assert.Single(ErrorsOf(section, (present, "00:05:00"))));

    [Fact]
    public void The_whole_configuration_of_an_app_is_no_section()
    {
        string error = Assert.Single(ErrorsOf(section: null, ("PATH", "/bin"), ("IdleTimeout", "00:05:00")));

        Assert.Equal(
            "The configuration has 'PATH', which is no option. Is it the whole configuration of the app? Pass the section of the "
            + "sessions: AddSecureSessions(builder.Configuration.GetSection(\"Sessions\")).",
            error);
    }

    private static IEnumerable<string> ErrorsOf(string? section, params (string Key, string Value)[] settings)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(static setting => setting.Key, static setting => (string?)setting.Value))
            .Build();
        using ServiceProvider services = new ServiceCollection()
            .AddSingleton(configuration)
            .AddSecureSessions(section is null ? configuration : configuration.GetSection(section)).Services
            .BuildServiceProvider();
        try
        {
            _ = services.GetRequiredService<IOptions<SecureSessionOptions>>().Value;
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return exception.Failures;
        }
    }
}
