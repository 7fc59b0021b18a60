using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace SecureSessions.OpenIdConnect;

/// <summary>Ends sessions because the provider says so, by the back channel or by the front channel.</summary>
internal sealed class ProviderLogout
{
    public const string BackChannel = "back";
    public const string FrontChannel = "front";

    /// <summary>The meter of this package, and its one counter.</summary>
    public const string MeterName = "SecureSessions.OpenIdConnect";
    public const string CounterName = "securesessions.oidc.logouts";

    private const int MaxBodyBytes = 64 * 1024;

    private readonly ISecureSessionManager _manager;
    private readonly ISecureSessionStore _store;
    private readonly LogoutTokens _tokens;
    private readonly IOptionsMonitor<OpenIdConnectOptions> _schemes;
    private readonly SecureSessionOptions _sessions;
    private readonly ILogger<ProviderLogout> _logger;
    private readonly Counter<long> _logouts;

    public ProviderLogout(
        ISecureSessionManager manager,
        ISecureSessionStore store,
        LogoutTokens tokens,
        IOptionsMonitor<OpenIdConnectOptions> schemes,
        IOptions<SecureSessionOptions> sessions,
        IMeterFactory meters,
        ILogger<ProviderLogout> logger)
    {
        _manager = manager;
        _store = store;
        _tokens = tokens;
        _schemes = schemes;
        _sessions = sessions.Value;
        _logger = logger;
#pragma warning disable CA2000 // The factory disposes its meters.
        _logouts = meters.Create(MeterName).CreateCounter<long>(
            CounterName, "{logout}", "Logouts that the provider has asked for, by channel and outcome.");
#pragma warning restore CA2000
    }

    /// <summary>Answers a request of the provider (OpenID Connect Back-Channel Logout 1.0, 2.5 and 2.8).</summary>
    public async Task HandleBackChannelAsync(HttpContext context, string scheme)
    {
        try
        {
            if (await ReadTokenAsync(context.Request) is not { } token)
            {
                await RefuseAsync(context, scheme, BackChannel, "the request is no form with one logout_token");
                return;
            }

            LogoutTokenResult result = await _tokens.ValidateAsync(scheme, token, context.RequestAborted);
            if (!result.IsValid)
                await RefuseAsync(context, scheme, BackChannel, result.Fault!);
            else if (!await TryEndOnceAsync(scheme, result.Session, result.TokenId))
                await RefuseAsync(context, scheme, BackChannel, "its jti was used before");
            else
                Answer(context.Response, StatusCodes.Status200OK);
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            Fail(context, exception, scheme, BackChannel);
        }
    }

    /// <summary>
    /// Answers a frame in a page of the provider (OpenID Connect Front-Channel Logout 1.0, 2). Browsers send no cookie of this app from
    /// there, so the session is found by <c>iss</c> and <c>sid</c>.
    /// </summary>
    public async Task HandleFrontChannelAsync(HttpContext context, string scheme)
    {
        try
        {
            string issuer = context.Request.Query["iss"].ToString(), sessionId = context.Request.Query["sid"].ToString();
            if (issuer.Length == 0 || sessionId.Length == 0)
            {
                await RefuseAsync(context, scheme, FrontChannel, "iss or sid is missing: set frontchannel_logout_session_required");
                return;
            }

            if (issuer != (await ProviderMetadata.GetAsync(scheme, _schemes.Get(scheme), context.RequestAborted)).Issuer)
            {
                await RefuseAsync(context, scheme, FrontChannel, "its iss is not the provider");
                return;
            }

            await EndAsync(scheme, new ProviderSession(issuer, sessionId, Subject: null), FrontChannel);
            Answer(context.Response, StatusCodes.Status200OK);
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            Fail(context, exception, scheme, FrontChannel);
        }
    }

    private static async Task<string?> ReadTokenAsync(HttpRequest request)
    {
        if (!request.HasFormContentType || request.ContentLength > MaxBodyBytes)
            return null;

        try
        {
            var limits = new Microsoft.AspNetCore.Http.Features.FormOptions
            {
                BufferBodyLengthLimit = MaxBodyBytes,
                ValueLengthLimit = MaxBodyBytes,
                MultipartBodyLengthLimit = MaxBodyBytes,
                ValueCountLimit = 16,
            };
            IFormCollection form = await request.ReadFormAsync(limits, request.HttpContext.RequestAborted);
            return form["logout_token"] is [{ Length: > 0 } token] ? token : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    /// <summary>
    /// Ends the sessions, unless the token was used before, on whatever node. A token counts as used once its sessions have ended: one that
    /// met a failure of the store may come again.
    /// </summary>
    private async Task<bool> TryEndOnceAsync(string scheme, ProviderSession session, string tokenId)
    {
        SessionId used = IdOf(session.Issuer, tokenId);
        using var timeout = new CancellationTokenSource(_sessions.StoreTimeout);
        if (await _store.PeekAsync(used, timeout.Token) is not null)
            return false;

        await EndAsync(scheme, session, BackChannel);
        await _store.EndAsync(used, SessionEndReason.Revoked, expectedVersion: null, timeout.Token);
        return true;
    }

    private async Task EndAsync(string scheme, ProviderSession session, string channel)
    {
        int count = await _manager.EndProviderSessionsAsync(session);
        Count(channel, "ended");
        Log.LoggedOut(_logger, scheme, count, channel);
    }

    private Task RefuseAsync(HttpContext context, string scheme, string channel, string reason)
    {
        Count(channel, "refused");
        Log.LogoutRefused(_logger, scheme, channel, reason);
        Answer(context.Response, StatusCodes.Status400BadRequest);
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(
            $$"""{"error":"invalid_request","error_description":"The logout was refused: {{reason}}."}""", context.RequestAborted);
    }

    private void Fail(HttpContext context, Exception exception, string scheme, string channel)
    {
        Count(channel, "failed");
        Log.LogoutFailed(_logger, exception, scheme, channel);
        if (context.Response.HasStarted)
            return;

        Answer(context.Response, StatusCodes.Status503ServiceUnavailable);
        context.Response.Headers.RetryAfter = Math.Ceiling(_sessions.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }

    private static void Answer(HttpResponse response, int status)
    {
        response.StatusCode = status;
        response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
    }

    private void Count(string channel, string outcome) => _logouts.Add(
        1, new KeyValuePair<string, object?>("channel", channel), new KeyValuePair<string, object?>("outcome", outcome));

    private static SessionId IdOf(string issuer, string tokenId) =>
        ClaimId.Of($"SecureSessions logout token 1\n{issuer.Length}\n{issuer}\n{tokenId}");
}
