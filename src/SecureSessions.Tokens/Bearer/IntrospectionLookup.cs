using System.Text.Json;

namespace SecureSessions.Tokens;

/// <summary>Asks the issuer (RFC 7662).</summary>
internal sealed class IntrospectionLookup(SessionCheck check, Func<HttpClient> backchannel) : ISessionLookup
{
    private const int MaxAnswerBytes = 64 * 1024;

    public async ValueTask<bool> IsGoodAsync(AccessTokenFacts facts, string token, CancellationToken cancellationToken)
    {
        try
        {
            using var form = new FormUrlEncodedContent([new("token", token), new("token_type_hint", "access_token")]);
            using var request = new HttpRequestMessage(HttpMethod.Post, check.Endpoint) { Content = form };
            if (check.Authorize is { } authorize)
                await authorize(request);
            using HttpResponseMessage response = await backchannel().SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellationToken);
            using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return answer.RootElement.ValueKind == JsonValueKind.Object
                && answer.RootElement.TryGetProperty("active", out JsonElement active)
                && active.ValueKind == JsonValueKind.True;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever the issuer does must not let a request in, and must not make a client throw its tokens away.
            throw new SecureSessionStoreException("The issuer did not answer whether the session of an access token lives.", exception);
        }
    }
}
