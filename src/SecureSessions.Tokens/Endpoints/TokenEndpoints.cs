using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;

namespace SecureSessions.Tokens;

/// <summary>
/// Answers the requests of clients and of APIs by the codes of the RFCs. No answer shows anything of a token that was sent.
/// </summary>
internal sealed class TokenEndpoints(
    ISecureSessionTokens tokens,
    TokenPolicy policy,
    ISigningKeys keys,
    AccessTokenValidator validator,
    StoreLookup lookup,
    SessionPolicy sessions,
    ILogger<TokenEndpoints> logger)
{
    private const string RefreshGrant = "refresh_token";
    private const string PublicFor5Minutes = "public, max-age=300";

    /// <summary>A refresh (RFC 6749, 6).</summary>
    public Task RefreshAsync(HttpContext context) => AnswerAsync(context, async form =>
    {
        if (form["grant_type"] is not { } grant)
            return await RefuseAsync(context, "invalid_request", "The parameter grant_type is missing.");
        if (grant != RefreshGrant)
            return await RefuseAsync(context, "unsupported_grant_type", "The only grant_type is refresh_token.");
        if (form["refresh_token"] is not { } token)
            return await RefuseAsync(context, "invalid_request", "The parameter refresh_token is missing.");

        SessionTokenResult result = await tokens.RefreshAsync(context, token, form["client_id"], form["resource"], CancellationToken.None);
        return result.IsSuccess
            ? await WriteAsync(context, TokenAnswer.Of(result.Tokens), TokenAnswersContext.Default.TokenAnswer)
            : await RefuseAsync(context, result.Error, result.ErrorDescription);
    });

    /// <summary>An access token for the session of a cookie. A request without a body asks for the first API.</summary>
    /// <param name="context">The request.</param>
    /// <param name="cookie">The cookie that gets the token; <see langword="null"/> if the answer is to hold it.</param>
    public async Task AccessAsync(HttpContext context, AccessTokenCookie? cookie)
    {
        bool hasBody = context.Request.ContentLength > 0 || context.Request.ContentType is not null;
        if (hasBody)
            await AnswerAsync(context, form => IssueAccessAsync(context, form["resource"], cookie));
        else
            await GuardAsync(context, () => IssueAccessAsync(context, resource: null, cookie));
    }

    /// <summary>A sign-out (RFC 7009). A token that is not good is answered as one that is: it is of no use afterwards.</summary>
    public Task RevokeAsync(HttpContext context) => AnswerAsync(context, async form =>
    {
        if (form["token"] is not { } token)
            return await RefuseAsync(context, "invalid_request", "The parameter token is missing.");
        if (LooksLikeAccessToken(token))
        {
            return await RefuseAsync(
                context, "unsupported_token_type", "An access token cannot be revoked by itself. Revoke the refresh token.");
        }

        using (AmbientRequest.Enter(context))
            await tokens.RevokeAsync(token, CancellationToken.None);
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentLength = 0;
        return true;
    });

    /// <summary>The question of an API (RFC 7662). Only access tokens are ever good.</summary>
    public Task IntrospectAsync(HttpContext context) => AnswerAsync(context, async form =>
    {
        if (form["token"] is not { } token)
            return await RefuseAsync(context, "invalid_request", "The parameter token is missing.");

        (Microsoft.IdentityModel.Tokens.TokenValidationResult result, AccessTokenFacts? facts) = await validator.ValidateAsync(
            token, policy.Issuer, policy.Audiences.ToArray(), await keys.GetVerifyingAsync());
        bool isGood = facts is not null && await lookup.IsGoodAsync(facts);
        await JsonAnswer.WriteAsync(
            context.Response, isGood ? IntrospectionAnswer.Active((JsonWebToken)result.SecurityToken) : IntrospectionAnswer.Inactive);
        return true;
    });

    /// <summary>The keys.</summary>
    public Task KeysAsync(HttpContext context) => GuardAsync(context, async () =>
    {
        PublishedKeys published = PublishedKeys.Of(await keys.GetVerifyingAsync());
        return await WriteAsync(context, published, TokenAnswersContext.Default.PublishedKeys, PublicFor5Minutes);
    });

    /// <summary>The metadata. Its addresses are those of the issuer, whatever host the request names.</summary>
    public Task MetadataAsync(HttpContext context, string path, bool introspects) => GuardAsync(context, async () =>
    {
        string root = new Uri(policy.Issuer).GetLeftPart(UriPartial.Authority) + context.Request.PathBase + path;
        var metadata = new IssuerMetadata(
            policy.Issuer,
            root + "/token",
            root + "/revoke",
            introspects ? root + "/introspect" : null,
            root + "/jwks",
            [RefreshGrant],
            [],
            ["none"]);
        return await WriteAsync(context, metadata, TokenAnswersContext.Default.IssuerMetadata, PublicFor5Minutes);
    });

    private async Task<bool> IssueAccessAsync(HttpContext context, string? resource, AccessTokenCookie? cookie)
    {
        if (policy.SelectAudience(resource, granted: "") is null)
        {
            SessionTokenResult refusal = SessionTokenResult.InvalidTarget;
            return await RefuseAsync(context, refusal.Error!, refusal.ErrorDescription!);
        }

        if (await tokens.CreateAccessTokenAsync(context, resource, CancellationToken.None) is { } token)
        {
            cookie?.Set(context.Response.Headers, token);
            return await WriteAsync(
                context,
                cookie is null ? TokenAnswer.Of(token) : TokenAnswer.OfCookie(token),
                TokenAnswersContext.Default.TokenAnswer);
        }

        cookie?.Delete(context.Response.Headers);
        return await RefuseAsync(context, "login_required", "Nobody is signed in.", StatusCodes.Status401Unauthorized);
    }

    private Task AnswerAsync(HttpContext context, Func<TokenForm, Task<bool>> answer) => GuardAsync(context, async () =>
    {
        (TokenForm? form, string? fault) = await TokenForm.ReadAsync(context.Request);
        return form is null ? await RefuseAsync(context, "invalid_request", fault!) : await answer(form);
    });

    /// <summary>Answers 503 if the store fails: a client that is told 400 or 401 throws its tokens away.</summary>
    private async Task GuardAsync(HttpContext context, Func<Task<bool>> answer)
    {
        try
        {
            await answer();
        }
        catch (SecureSessionStoreException exception) when (!context.Response.HasStarted)
        {
            Log.RequestFailed(logger, exception);
            context.Response.Headers.RetryAfter = sessions.RetryAfterSeconds;
            await RefuseAsync(
                context, "temporarily_unavailable", "Try again, with the same tokens.", StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static Task<bool> RefuseAsync(
        HttpContext context, string error, string description, int status = StatusCodes.Status400BadRequest)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, new TokenError(error, description), TokenAnswersContext.Default.TokenError);
    }

    private static async Task<bool> WriteAsync<T>(HttpContext context, T answer, JsonTypeInfo<T> type, string? caching = null)
    {
        await JsonAnswer.WriteAsync(context.Response, answer, type, caching);
        return true;
    }

    // Three parts with dots in between.
    private static bool LooksLikeAccessToken(string token) => token.AsSpan().Count('.') == 2;
}
