using System.Globalization;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecureSessions.Tokens;

/// <summary>Sets the bearer scheme of ASP.NET Core up, after the app has, and looks at the end that nobody has changed it.</summary>
internal sealed class SessionBearerSetup(string scheme, IServiceProvider services)
    : IConfigureNamedOptions<JwtBearerOptions>, IPostConfigureOptions<JwtBearerOptions>, IValidateOptions<JwtBearerOptions>, IDisposable
{
    /// <summary>How often at most the keys are loaded anew because a token names one that is not known.</summary>
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMinutes(5);

    private readonly List<IDisposable> _lookups = [];

    public void Configure(JwtBearerOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, JwtBearerOptions options)
    {
        if (name != scheme)
            return;

        SessionBearerOptions settings = services.GetRequiredService<IOptionsMonitor<SessionBearerOptions>>().Get(scheme);
        options.RefreshInterval = RefreshInterval;
        options.SaveToken = false;
        if (settings.Authority is { } authority)
        {
            Uri address = settings.MetadataAddress ?? MetadataOf(authority);
            options.MetadataAddress = address.AbsoluteUri;
            options.RequireHttpsMetadata = !address.IsLoopback;
        }
    }

    public void PostConfigure(string? name, JwtBearerOptions options)
    {
        if (name != scheme)
            return;

        options.MapInboundClaims = false;
        options.UseSecurityTokenValidators = false;
        options.TokenHandlers.Clear();
        options.TokenHandlers.Add(CreateHandler(options));
        options.Events = new SessionBearerEvents(
            options.Events ?? new JwtBearerEvents(),
            LevelsOf(services),
            services.GetService<SessionPolicy>()?.RetryAfterSeconds
                ?? SecureSessionDefaults.RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            CreateCookieTokens());
    }

    public ValidateOptionsResult Validate(string? name, JwtBearerOptions options) =>
        name != scheme || options is { UseSecurityTokenValidators: false, TokenHandlers: [AccessTokenHandler] }
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"The bearer scheme '{scheme}' was given another way to validate tokens. Leave TokenHandlers and "
                + "UseSecurityTokenValidators as AddSessionBearer() sets them, or use AddJwtBearer() for another scheme.");

    /// <summary>The levels of authentication of the app; the default ones in an app without sessions.</summary>
    public static AuthenticationLevels LevelsOf(IServiceProvider services) =>
        services.GetService<SessionPolicy>()?.AuthenticationLevels ?? new AuthenticationLevels(SecureSessionDefaults.AuthenticationLevels);

    /// <summary>Where the metadata of an issuer is (RFC 8414, 3.1).</summary>
    public static Uri MetadataOf(string issuer)
    {
        var address = new Uri(issuer);
        return new Uri(address, "/.well-known/oauth-authorization-server" + address.AbsolutePath.TrimEnd('/'));
    }

    public void Dispose()
    {
        foreach (IDisposable lookup in _lookups)
            lookup.Dispose();
    }

    private AccessTokenHandler CreateHandler(JwtBearerOptions options)
    {
        SessionBearerOptions settings = services.GetRequiredService<IOptionsMonitor<SessionBearerOptions>>().Get(scheme);
        ISessionLookup lookup = settings.Check.Kind switch
        {
            SessionCheckKind.EveryRequest => services.GetRequiredService<StoreLookup>(),
            SessionCheckKind.Cached => CreateCachedLookup(settings.Check.Time),
            SessionCheckKind.Introspect => new IntrospectionLookup(settings.Check, () => options.Backchannel),
            SessionCheckKind.SignatureOnly => new NoLookup(),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        bool isOwn = settings.Authority is null;
        return new AccessTokenHandler(
            settings,
            services.GetRequiredService<AccessTokenValidator>(),
            lookup,
            services.GetRequiredService<ILogger<AccessTokenHandler>>(),
            isOwn ? services.GetRequiredService<TokenPolicy>() : null,
            isOwn ? services.GetRequiredService<ISigningKeys>() : null);
    }

    // An app without sessions has the rules that are the default of one with sessions.
    private CookieTokens? CreateCookieTokens() =>
        services.GetRequiredService<IOptionsMonitor<SessionBearerOptions>>().Get(scheme).AccessTokenCookieName is { } name
            ? new CookieTokens(
                new AccessTokenCookie(name),
                services.GetService<SessionPolicy>() ?? new SessionPolicy(Options.Create(new SecureSessionOptions())),
                services.GetService<SessionEvents>(),
                services.GetRequiredService<ILogger<CookieTokens>>())
            : null;

    private CachedLookup CreateCachedLookup(TimeSpan time)
    {
        var lookup = new CachedLookup(
            services.GetRequiredService<StoreLookup>(),
            services.GetRequiredService<StoreGateway>(),
            time,
            services.GetRequiredService<TimeProvider>(),
            services.GetService<ISecureSessionAnnouncements>());
        _lookups.Add(lookup);
        return lookup;
    }
}
