using System.Buffers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SecureSessions.Tokens;

/// <summary>Reports every error at once, each with the value that was found and the way to fix it.</summary>
internal sealed class SessionTokenOptionsValidator(
    TimeProvider timeProvider, IServiceProviderIsService services, IOptions<SecureSessionOptions> sessions)
    : IValidateOptions<SessionTokenOptions>
{
    private static readonly SearchValues<char> EpochCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, SessionTokenOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        CheckNames(options, errors);
        CheckTimes(options, errors);
        CheckKeys(options, errors);
        return errors.Build();
    }

    /// <summary>
    /// Whether a text is an issuer: an address without query and fragment, over HTTPS unless it is on this machine (RFC 8414, 2).
    /// </summary>
    public static bool IsIssuer(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.Query.Length == 0
        && uri.Fragment.Length == 0
        && uri.UserInfo.Length == 0
        && !text!.EndsWith('?') && !text.EndsWith('#');

    /// <summary>Whether a text is the id of a client (RFC 6749, A.1).</summary>
    public static bool IsClientId(string? text) =>
        text is { Length: > 0 and <= SessionTokenDefaults.MaxClientIdLength } && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static void CheckNames(SessionTokenOptions options, ValidateOptionsResultBuilder errors)
    {
        if (!IsIssuer(options.Issuer))
        {
            errors.AddError(
                $"Issuer is '{options.Issuer}'. Set the address of the app without query and fragment, over https, for example "
                + "https://app.example.com.");
        }

        if (options.Audiences.Count == 0)
        {
            errors.AddError(
                "Audiences is empty: no API would accept a token. Add the name of the API, for example https://api.example.com.");
        }

        if (options.Audiences.Any(string.IsNullOrWhiteSpace))
            errors.AddError("Audiences holds an empty name. Remove it.");
        foreach (string twice in options.Audiences.GroupBy(static one => one, StringComparer.Ordinal)
            .Where(static same => same.Key is not null && same.Count() > 1).Select(static same => same.Key))
            errors.AddError($"Audiences holds '{twice}' twice. Name each API once.");
        if (!IsClientId(options.BrowserClientId))
        {
            errors.AddError(
                $"BrowserClientId is '{options.BrowserClientId}'. Use 1 to {SessionTokenDefaults.MaxClientIdLength} printable ASCII "
                + "characters.");
        }
    }

    private static void CheckTimes(SessionTokenOptions options, ValidateOptionsResultBuilder errors)
    {
        TimeRange.Check(options.AccessTokenLifetime, nameof(options.AccessTokenLifetime), Minute, TimeSpan.FromHours(1), errors);
        TimeRange.Check(
            options.RefreshAbsoluteTimeout, nameof(options.RefreshAbsoluteTimeout), Minute, SecureSessionOptionsValidator.Longest, errors);
        TimeRange.CheckWithin(
            options.RefreshIdleTimeout,
            nameof(options.RefreshIdleTimeout),
            Minute,
            options.RefreshAbsoluteTimeout,
            nameof(options.RefreshAbsoluteTimeout),
            errors);
        TimeRange.Check(options.RefreshGrace, nameof(options.RefreshGrace), Second, TimeSpan.FromMinutes(10), errors);
        if (options.RefreshIdleTimeout >= Minute && options.RefreshIdleTimeout <= options.AccessTokenLifetime)
        {
            errors.AddError(
                $"RefreshIdleTimeout is {DurationText.Of(options.RefreshIdleTimeout)}, not longer than AccessTokenLifetime "
                + $"({DurationText.Of(options.AccessTokenLifetime)}): a client that refreshes when its access token is over would come "
                + "too late. Lengthen RefreshIdleTimeout.");
        }

        if (options.RefreshRetryWindow is { } window)
        {
            TimeRange.CheckWithin(
                window,
                nameof(options.RefreshRetryWindow),
                options.RefreshGrace,
                options.RefreshIdleTimeout,
                nameof(options.RefreshIdleTimeout),
                errors);
        }
    }

    private void CheckKeys(SessionTokenOptions options, ValidateOptionsResultBuilder errors)
    {
        if (options.SigningKeys.Count == 0)
        {
            CheckManagedKeys(options, errors);
            return;
        }

        if (options.SigningEpoch is not null)
        {
            errors.AddError(
                $"SigningEpoch is '{options.SigningEpoch}', but SigningKeys holds keys of the app, which it does not change. Remove "
                + "SigningEpoch, or replace the keys themselves.");
        }

        foreach (string twice in options.SigningKeys.GroupBy(static key => key.KeyId, StringComparer.Ordinal)
            .Where(static same => same.Count() > 1).Select(static same => same.Key))
            errors.AddError($"SigningKeys holds the key '{twice}' twice. Remove one, or give one of the two another name.");
        if (options.SigningKeys.All(key => key.NotBefore > timeProvider.GetUtcNow()))
        {
            errors.AddError(
                "No key of SigningKeys has begun, so that nothing could be signed. Keep the key before beside the new one, or set an "
                + "earlier NotBefore.");
        }
    }

    private void CheckManagedKeys(SessionTokenOptions options, ValidateOptionsResultBuilder errors)
    {
        if (options.SigningEpoch is { } epoch
            && (epoch.Length is 0 or > SessionTokenDefaults.MaxSigningEpochLength || epoch.AsSpan().ContainsAnyExcept(EpochCharacters)))
        {
            errors.AddError(
                $"SigningEpoch is '{epoch}'. Use 1 to {SessionTokenDefaults.MaxSigningEpochLength} of the characters A-Z a-z 0-9 . _ -, "
                + "or null.");
        }

        // Nodes that share a store share their clients: with a key in each process, each would refuse the tokens of the others.
        if (services.IsService(typeof(ISigningKeyStore)) && sessions.Value.StoreKey is null)
        {
            errors.AddError(
                "SigningKeys is empty, and StoreKey is not set: the nodes have no key under which they could keep a signing key in the "
                + "store that they share. Set StoreKey in AddSecureSessions(o => o.StoreKey = ...) to what openssl rand -base64 32 "
                + "prints, the same on all nodes, or add keys of the app to SigningKeys.");
        }
    }
}
