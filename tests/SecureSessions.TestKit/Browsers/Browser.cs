namespace SecureSessions.TestKit;

/// <summary>A client with a cookie jar that can be seen and tampered with. Follows no redirects.</summary>
public sealed class Browser(HttpClient client, CookieJar jar) : IDisposable
{
    public CookieJar Jar { get; } = jar;

    /// <summary>The session cookie's value, or nothing.</summary>
    public string? Token
    {
        get => Jar[SecureSessionDefaults.CookieName]?.Value;
        set => Jar.Plant(SecureSessionDefaults.CookieName, value);
    }

    public Task<Page> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Page> PostAsync(string path, IReadOnlyDictionary<string, string>? form = null) =>
        SendAsync(HttpMethod.Post, path, form is null ? null : new FormUrlEncodedContent(form));

    public async Task<Page> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        Page page = await SendKeepingJarAsync(method, path, content, headers);
        Jar.Store(page.SetCookies);
        return page;
    }

    /// <summary>Sends, and loses the answer's cookies, as when the connection breaks on the way back.</summary>
    public async Task<Page> SendKeepingJarAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = content,
            Version = client.DefaultRequestVersion,
            VersionPolicy = client.DefaultVersionPolicy,
        };
        if (Jar.Header is { } cookies)
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);

        using HttpResponseMessage response = await client.SendAsync(request);
        return await Page.ReadAsync(response);
    }

    /// <summary>Another browser with a copy of this one's cookies: a thief's, or a restored profile.</summary>
    public Browser Copy() => new(client, Jar.Copy());

    public void Dispose() => client.Dispose();
}
