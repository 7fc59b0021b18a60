using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;

namespace SecureSessions.Cli;

/// <summary>What the client asks of the site.</summary>
internal sealed class Site : IDisposable
{
    private readonly HttpClient _client;

    public Site(Uri address)
    {
        // The sample may have made its certificate by itself. What goes to this machine does not leave it.
        var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
        handler.SslOptions.RemoteCertificateValidationCallback =
            (_, _, _, errors) => errors == SslPolicyErrors.None || address.IsLoopback;
        _client = new HttpClient(handler) { BaseAddress = address };
    }

    /// <summary>Signs in. No tokens if the password is wrong.</summary>
    public Task<Tokens?> LogInAsync(string user, string password) => SendAsync(
        HttpMethod.Post,
        "/client/login",
        JsonContent.Create(new { user, password, device = $"Command line on {Environment.MachineName}" }),
        static content => content.ReadFromJsonAsync<Tokens>());

    /// <summary>Gets new tokens. None if the session has ended.</summary>
    public Task<Tokens?> RefreshAsync(string refreshToken) => SendAsync(
        HttpMethod.Post,
        "/session/tokens/token",
        new FormUrlEncodedContent([new("grant_type", "refresh_token"), new("refresh_token", refreshToken)]),
        static content => content.ReadFromJsonAsync<Tokens>());

    /// <summary>Calls the API page. Nothing if it refuses the token.</summary>
    public Task<string?> GetAccountAsync(string accessToken) => SendAsync<string?>(
        HttpMethod.Get, "/api/account", content: null, static async content => await content.ReadAsStringAsync(), accessToken);

    /// <summary>Ends the session.</summary>
    public Task RevokeAsync(string refreshToken) => SendAsync<string?>(
        HttpMethod.Post,
        "/session/tokens/revoke",
        new FormUrlEncodedContent([new("token", refreshToken)]),
        static async content => await content.ReadAsStringAsync());

    public void Dispose() => _client.Dispose();

    /// <summary>
    /// A site that does not answer, or answers anything but a yes or a no, changes nothing: who throws the tokens away then signs the user
    /// out for nothing.
    /// </summary>
    private async Task<T?> SendAsync<T>(
        HttpMethod method, string path, HttpContent? content, Func<HttpContent, Task<T?>> readAsync, string? accessToken = null)
        where T : class?
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (accessToken is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request);
            if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized)
                return null;

            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                throw new SiteUnavailableException($"There were too many attempts. Try again in {WaitOf(response)} s.");

            return response.IsSuccessStatusCode ? await readAsync(response.Content) : throw new SiteUnavailableException();
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            throw new SiteUnavailableException("The site does not answer. You are still signed in: try again.", exception);
        }
    }

    private static double WaitOf(HttpResponseMessage response) =>
        (response.Headers.RetryAfter?.Delta ?? TimeSpan.FromMinutes(1)).TotalSeconds;
}
