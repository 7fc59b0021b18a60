using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Xunit;

namespace SecureSessions.Tests;

public sealed class SecureSessionOptionsValidatorTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.Empty(Errors(static _ => { }));

    [Fact]
    public void Every_error_is_reported_at_once_with_its_value_and_its_fix()
    {
        string[] errors = Errors(static options =>
        {
            options.AbsoluteTimeout = TimeSpan.Zero;
            options.IdleTimeout = TimeSpan.FromMinutes(-1);
            options.AnonymousIdleTimeout = TimeSpan.FromDays(9);
            options.RenewalGrace = TimeSpan.FromMinutes(11);
            options.LagWindow = TimeSpan.FromDays(2);
            options.StoreTimeout = TimeSpan.Zero;
            options.StepUpLifetime = TimeSpan.FromDays(2);
            options.RetryAfter = TimeSpan.Zero;
            options.MaxPayloadBytes = 1000;
            options.StoreKey = [1, 2, 3];
            options.AuthenticationLevels = ["low", "very high", "low"];
            options.MaxSessionsPerUser = 0;
            options.SessionLimit = (SessionLimitBehavior)9;
            options.SecretReuse = (SecretReuseBehavior)9;
            options.StoreFailure = (StoreFailureBehavior)9;
            options.UserIdSelector = null!;
            options.KeepClientInfo = false;
            options.Signals.DeviceChange = (SignalResponse)9;
            options.Signals.NetworkChange = SignalResponse.End;
            options.Signals.MaxTravelSpeed = 50;
            options.Signals.MaxUnknownTokens = 0;
            options.Signals.MaxNewSessions = 0;
            options.Signals.MaxSignOuts = -1;
            options.Signals.MaxFailedAccounts = 1001;
            options.Signals.FloodWindow = TimeSpan.FromHours(2);
            options.Signals.FloodThrottle = TimeSpan.Zero;
            options.Signals.FloodPermits = 0;
            options.SignInAttempts.SourceFailures = 21;
            options.SignInAttempts.AccountFailures = 0;
            options.SignInAttempts.MaxConsecutiveFailures = 101;
            options.SignInAttempts.MaxSourceWait = TimeSpan.FromSeconds(59);
            options.SignInAttempts.AccountWait = TimeSpan.FromHours(2);
            options.Cookie.Name = "a b";
            options.Cookie.SameSite = SameSiteMode.Unspecified;
            options.CrossSite.Mode = (CrossSiteMode)9;
        });

        Assert.Equal(
        [
            "AbsoluteTimeout is 00:00:00. Set it between 00:00:01 and 3650.00:00:00.",
            "IdleTimeout is -00:01:00. Set it between 00:00:01 and AbsoluteTimeout.",
            "RenewalGrace is 00:11:00. Set it between 00:00:01 and 00:10:00.",
            "LagWindow is 2.00:00:00. Set it between 00:00:00 and 1.00:00:00.",
            "StoreTimeout is 00:00:00. Set it between 00:00:00.0100000 and 00:01:00.",
            "StepUpLifetime is 2.00:00:00. Set it between 00:00:01 and 1.00:00:00.",
            "RetryAfter is 00:00:00. Set it between 00:00:01 and 01:00:00.",
            "RenewalInterval is 00:15:00, which is not more than twice RenewalGrace (00:11:00): renewals would overlap. Lengthen "
            + "RenewalInterval or shorten RenewalGrace.",
            "MaxPayloadBytes is 1000. Set it between 1024 (1 KiB) and 16777216 (16 MiB).",
            "StoreKey has 3 bytes. Set exactly 32, as this command prints them: openssl rand -base64 32.",
            "AuthenticationLevels holds 'very high'. Name a level by printable ASCII characters without spaces, for example aal2.",
            "AuthenticationLevels holds 'low' twice. Name each level once, the weakest first.",
            "MaxSessionsPerUser is 0: nobody could sign in. Set it to at least 1, or to null for 100.",
            "SessionLimit is 9. Use a named value of SessionLimitBehavior.",
            "SecretReuse is 9. Use a named value of SecretReuseBehavior.",
            "StoreFailure is 9. Use a named value of StoreFailureBehavior.",
            "UserIdSelector is null. Leave it alone, or set a function that returns the user id of a principal.",
            "Signals.DeviceChange is 9. Use a named value of SignalResponse.",
            "Signals.NetworkChange is End, but with KeepClientInfo = false no client is kept, so that no change can be seen. Set "
            + "KeepClientInfo to true, or leave Signals.NetworkChange at Report.",
            "Signals.MaxTravelSpeed is 50. Set it between 100 and 100000 kilometres an hour.",
            "Signals.MaxUnknownTokens is 0. Set it to at least 1, or to null for any number.",
            "Signals.MaxNewSessions is 0. Set it to at least 1, or to null for any number.",
            "Signals.MaxSignOuts is -1. Set it to at least 1, or to null for any number.",
            "Signals.MaxFailedAccounts is 1001. Set it between 1 and 1000, or to null for any number.",
            "Signals.FloodWindow is 02:00:00. Set it between 00:00:01 and 01:00:00.",
            "Signals.FloodThrottle is 00:00:00. Set it between 00:00:01 and 1.00:00:00.",
            "Signals.FloodPermits is 0: others behind the same address could do nothing. Set it to at least 1.",
            "SignInAttempts.SourceFailures is 21. Set it between 1 and 20.",
            "SignInAttempts.AccountFailures is 0. Set it between 1 and 100.",
            "SignInAttempts.MaxConsecutiveFailures is 101. Set it between 1 and 100.",
            "SignInAttempts.MaxSourceWait is 00:00:59. Set it between 00:01:00 and 01:00:00.",
            "SignInAttempts.AccountWait is 02:00:00. Set it between 00:00:01 and 01:00:00.",
            "Cookie.Name is 'a b'. Use one or more letters, digits or -_. and no spaces, for example __Host-id.",
            "Cookie.SameSite is Unspecified. Set Lax, Strict or None: browsers treat a missing attribute differently.",
            "CrossSite.Mode is 9. Use a named value of CrossSiteMode.",
        ], errors);
    }

    [Fact]
    public void An_error_of_an_idle_timeout_above_the_absolute_one_names_both() => Assert.Equal(
        [
            "IdleTimeout is 14.00:00:00, longer than AbsoluteTimeout (08:00:00), which would come first. Lengthen AbsoluteTimeout as "
            + "well, or set IdleTimeout between 00:00:01 and 08:00:00.",
            "AnonymousIdleTimeout is 9.00:00:00, longer than AbsoluteTimeout (08:00:00), which would come first. Lengthen "
            + "AbsoluteTimeout as well, or set AnonymousIdleTimeout between 00:00:01 and 08:00:00.",
        ],
        Errors(static options => (options.IdleTimeout, options.AnonymousIdleTimeout) = (TimeSpan.FromDays(14), TimeSpan.FromDays(9))));

    [Fact]
    public void A_time_that_has_a_name_in_code_is_shown_by_that_name() => Assert.Equal(
        [
            "AbsoluteTimeout is TimeSpan.MaxValue. Set it between 00:00:01 and 3650.00:00:00.",
            "IdleTimeout is Timeout.InfiniteTimeSpan. Set it between 00:00:01 and AbsoluteTimeout.",
            "StoreTimeout is Timeout.InfiniteTimeSpan. Set it between 00:00:00.0100000 and 00:01:00.",
            "RenewalInterval is Timeout.InfiniteTimeSpan, which is not more than twice RenewalGrace (00:00:30): renewals would overlap. "
            + "Lengthen RenewalInterval or shorten RenewalGrace.",
            "Signals.FloodWindow is Timeout.InfiniteTimeSpan. Set it between 00:00:01 and 01:00:00.",
        ],
        Errors(static options =>
        {
            (options.IdleTimeout, options.AbsoluteTimeout) = (Timeout.InfiniteTimeSpan, TimeSpan.MaxValue);
            options.StoreTimeout = options.RenewalInterval = options.Signals.FloodWindow = Timeout.InfiniteTimeSpan;
        }));

    [Fact]
    public void A_grace_of_any_length_is_an_error_and_no_overflow() => Assert.Equal(
        [
            "RenewalGrace is TimeSpan.MaxValue. Set it between 00:00:01 and 00:10:00.",
            "RenewalInterval is 00:15:00, which is not more than twice RenewalGrace (TimeSpan.MaxValue): renewals would overlap. "
            + "Lengthen RenewalInterval or shorten RenewalGrace.",
        ],
        Errors(static options => options.RenewalGrace = TimeSpan.MaxValue));

    [Theory]
    [InlineData(SessionLimitBehavior.RefuseNew)]
    [InlineData(SessionLimitBehavior.AllowAndNotify)]
    public void A_SessionLimit_other_than_the_default_needs_a_limit(SessionLimitBehavior behavior)
    {
        Assert.Equal(
            [$"SessionLimit is {behavior}, but MaxSessionsPerUser is null, so there is no limit that the app has set. Set "
                + "MaxSessionsPerUser, or leave SessionLimit at EndOldest."],
            Errors(options => options.SessionLimit = behavior));
        Assert.Empty(Errors(options => (options.SessionLimit, options.MaxSessionsPerUser) = (behavior, 1)));
    }

    [Fact]
    public void A_grace_of_exactly_half_the_interval_is_too_long()
    {
        Assert.Single(Errors(static options => options.RenewalInterval = 2 * options.RenewalGrace));
        Assert.Empty(Errors(static options => options.RenewalInterval = (2 * options.RenewalGrace) + TimeSpan.FromTicks(1)));
    }

    [Theory]
    [Trait("Requirement", "CK-2")]
    [Trait("Requirement", "CK-3")]
    [InlineData("__Host-id", "/", null, true)]
    [InlineData("__Host-Http-id", "/", null, true)]
    [InlineData("__Http-id", "/app", null, true)]
    [InlineData("__Http-id", "/", "example.com", true)]
    [InlineData("__Secure-id", "/app", "example.com", true)]
    [InlineData("id", "/", null, true)]
    [InlineData("id", "/", "example.com", false)]
    [InlineData("__Host-id", "/", "example.com", false)]
    [InlineData("__Host-Http-id", "/", "example.com", false)]
    [InlineData("__Host-id", "/app", null, false)]
    [InlineData("__Host-Http-id", "/app", null, false)]
    [InlineData("__host-id", "/", null, false)]
    [InlineData("__SECURE-id", "/", null, false)]
    [InlineData("__Host-", "/", null, false)]
    [InlineData("", "/", null, false)]
    [InlineData("id;x", "/", null, false)]
    [InlineData("__Host-id", "app", null, false)]
    [InlineData("__Secure-id", "/a;b", null, false)]
    [InlineData("__Secure-id", "/a\r\n", null, false)]
    [InlineData("__Secure-id", "/", "exa mple.com", false)]
    [InlineData("__Secure-id", "/", "", false)]
    public void Only_names_that_browsers_accept_with_their_attributes_are_valid(string name, string path, string? domain, bool valid)
    {
        string[] errors = Errors(options => (options.Cookie.Name, options.Cookie.Path, options.Cookie.Domain) = (name, path, domain));

        Assert.Equal(valid, errors.Length == 0);
    }

    [Theory]
    [Trait("Requirement", "CS-3")]
    [InlineData("https://app.example.com")]
    [InlineData("https://app.example.com:8443")]
    [InlineData("http://localhost:5000")]
    [InlineData("https://192.0.2.7")]
    [InlineData("https://[2001:db8::7]:8443")]
    [InlineData("https://xn--bcher-kva.example")]
    [InlineData("capacitor://localhost")]
    public void An_origin_as_browsers_send_it_can_be_trusted(string origin) =>
        Assert.Empty(Errors(options => options.CrossSite.TrustedOrigins.Add(origin)));

    [Theory]
    [Trait("Requirement", "CS-3")]
    [InlineData("https://app.example.com/", "lower case: https://app.example.com.")]
    [InlineData("https://app.example.com/path", "lower case: https://app.example.com.")]
    [InlineData("https://app.example.com?a=b", "lower case: https://app.example.com.")]
    [InlineData("https://app.example.com:443", "lower case: https://app.example.com.")]
    [InlineData("http://app.example.com:80", "lower case: http://app.example.com.")]
    [InlineData("HTTPS://App.Example.com", "lower case: https://app.example.com.")]
    [InlineData("https://user@app.example.com", "lower case: https://app.example.com.")]
    [InlineData("https://b\u00fccher.example", "lower case: https://xn--bcher-kva.example.")]
    [InlineData("https://app.example.com ", "lower case: https://app.example.com.")]
    [InlineData(
        "https://*.example.com", "A wildcard trusts hosts that nobody has checked: name each origin, for example https://app.example.com.")]
    [InlineData("*", "A wildcard trusts hosts that nobody has checked: name each origin, for example https://app.example.com.")]
    [InlineData("app.example.com", "Use scheme://host[:port], for example https://app.example.com.")]
    [InlineData("//app.example.com", "Use scheme://host[:port], for example https://app.example.com.")]
    [InlineData("/path", "Use scheme://host[:port], for example https://app.example.com.")]
    [InlineData("https://", "Use scheme://host[:port], for example https://app.example.com.")]
    [InlineData("file:///c:/page.html", "Use scheme://host[:port], for example https://app.example.com.")]
    [InlineData("null", "Use scheme://host[:port], for example https://app.example.com.")]
    [InlineData("", "Use scheme://host[:port], for example https://app.example.com.")]
    [InlineData(null, "Use scheme://host[:port], for example https://app.example.com.")]
    public void A_text_that_is_no_origin_is_refused_with_the_origin_that_it_may_mean(string? origin, string fix)
    {
        string error = Assert.Single(Errors(options => options.CrossSite.TrustedOrigins.Add(origin!)));

        Assert.StartsWith($"CrossSite.TrustedOrigins has '{origin}'. ", error, StringComparison.Ordinal);
        Assert.EndsWith(fix, error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "CK-8")]
    public void A_name_that_would_make_the_cookie_longer_than_4096_octets_is_refused()
    {
        Assert.Empty(Errors(static options => options.Cookie.Name = new string('a', 4096 - 64)));
        Assert.Contains(
            "Shorten it.",
            Assert.Single(Errors(static options => options.Cookie.Name = new string('a', 4097 - 64))),
            StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Requirement", "TK-12")]
    [InlineData(0, "StoreKey has 0 bytes.")]
    [InlineData(31, "StoreKey has 31 bytes.")]
    [InlineData(33, "StoreKey has 33 bytes.")]
    [InlineData(32, "StoreKey holds zeros only.")]
    public void A_store_key_that_is_none_is_refused(int length, string error) =>
        Assert.StartsWith(error, Assert.Single(Errors(options => options.StoreKey = new byte[length])), StringComparison.Ordinal);

    [Fact]
    [Trait("Requirement", "TK-12")]
    public void Accepted_store_keys_that_are_none_or_of_no_use_are_refused()
    {
        byte[][] keys = [.. Enumerable.Range(1, 6).Select(static i => Enumerable.Repeat((byte)i, 32).ToArray())];

        Assert.Empty(Errors(options => Accept(options, keys[0], keys[1..5])));
        Assert.Equal(
            ["AcceptedStoreKeys is set, but StoreKey is not: sessions would be made without a key. Set StoreKey as well."],
            Errors(options => Accept(options, null, keys[1])));
        Assert.Equal(
            ["AcceptedStoreKeys holds 5 keys. Accept at most 4: each may cost a call to the store."],
            Errors(options => Accept(options, keys[0], keys[1..])));
        Assert.Equal(
            ["AcceptedStoreKeys[1] is the same key as StoreKey or as an earlier entry. Remove it."],
            Errors(options => Accept(options, keys[0], keys[1], keys[0])));
        Assert.Equal(
            ["AcceptedStoreKeys[0] has 3 bytes. Set exactly 32, as this command prints them: openssl rand -base64 32."],
            Errors(options => Accept(options, keys[0], [1, 2, 3])));
    }

    [Fact]
    [Trait("Requirement", "LG-3")]
    public void No_error_shows_any_of_the_store_key()
    {
        string error = Assert.Single(Errors(static options => options.StoreKey = [201, 202, 203, 204, 205, 206]));

        Assert.All(["201", "C9", "c9", "yc"], part => Assert.DoesNotContain(part, error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, "00:00:00")]
    [InlineData(-1000, "-00:00:01")]
    [InlineData(5001, "00:00:05.0010000")]
    public void A_near_cache_without_time_or_with_too_much_is_refused(int milliseconds, string value) => Assert.Equal(
        [
            $"NearCacheFor is {value}. Set it to more than 00:00:00 and at most 00:00:05, or to null to ask the store at each request.",
        ],
        Errors(options => options.NearCacheFor = TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void A_near_cache_is_allowed_up_to_the_bounds_and_no_longer_than_the_grace_of_a_renewal()
    {
        Assert.Empty(Errors(static options => options.NearCacheFor = TimeSpan.FromTicks(1)));
        Assert.Empty(Errors(static options => options.NearCacheFor = TimeSpan.FromSeconds(5)));
        Assert.Equal(
            [
                "NearCacheFor is 00:00:05, longer than RenewalGrace (00:00:02): a node could accept a renewed secret after its grace. "
                + "Lengthen RenewalGrace or shorten NearCacheFor.",
            ],
            Errors(static options =>
            {
                options.RenewalGrace = TimeSpan.FromSeconds(2);
                options.NearCacheFor = TimeSpan.FromSeconds(5);
            }));
    }

    private static void Accept(SecureSessionOptions options, byte[]? key, params byte[][] accepted)
    {
        options.StoreKey = key;
        foreach (byte[] one in accepted)
            options.AcceptedStoreKeys.Add(one);
    }

    private static string[] Errors(Action<SecureSessionOptions> change)
    {
        var options = new SecureSessionOptions();
        change(options);
        ValidateOptionsResult result = new SecureSessionOptionsValidator().Validate(null, options);
        return [.. result.Failures ?? []];
    }
}
