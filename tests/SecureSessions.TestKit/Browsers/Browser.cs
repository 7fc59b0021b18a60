namespace SecureSessions.TestKit;

/// <summary>A client with a cookie jar that can be seen and tampered with. Follows no redirects.</summary>
public sealed class Browser(HttpClient client, CookieJar? jar = null) : IDisposable
{
    public CookieJar Jar { get; } = jar ?? new CookieJar();

    /// <summary>What it says it is; <see langword="null"/> to say nothing.</summary>
    public string? UserAgent { get; set; } = "Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0";

    /// <summary>The address that it comes from, where the host is told to believe it (<see cref="ClaimedAddress"/>).</summary>
    public string? Address { get; set; }

    /// <summary>The session cookie's value, or nothing.</summary>
    public string? Token
    {
        get => Jar[SecureSessionDefaults.CookieName]?.Value;
        set => Jar.Plant(SecureSessionDefaults.CookieName, value);
    }

    public Task<Page> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Page> PostAsync(string path, IReadOnlyDictionary<string, string>? form = null) =>
        SendAsync(HttpMethod.Post, path, form is null ? null : new FormUrlEncodedContent(form));

    /// <summary>Sends a form of one of the site's own pages, as current browsers do.</summary>
    public Task<Page> SubmitAsync(string path, IReadOnlyDictionary<string, string> form) =>
        SendAsync(
            HttpMethod.Post,
            path,
            new FormUrlEncodedContent(form),
            ("Sec-Fetch-Site", "same-origin"),
            ("Sec-Fetch-Mode", "navigate"),
            ("Sec-Fetch-Dest", "document"));

    public async Task<Page> SendAsync(
        HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        Page page = await SendKeepingJarAsync(method, path, content, headers);
        Jar.Store(page.SetCookies);
        return page;
    }

    /// <summary>Sends, and loses the answer's cookies, as when the connection breaks on the way back.</summary>
    public async Task<Page> SendKeepingJarAsync(
        HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = NewRequest(method, path, content, headers);
        using HttpResponseMessage response = await client.SendAsync(request);
        return await Page.ReadAsync(response);
    }

    /// <summary>Sends, and comes back with the answer's headers: its body may still be under way.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path, CancellationToken cancellationToken = default)
    {
        using HttpRequestMessage request = NewRequest(HttpMethod.Get, path, null, []);
        HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        Jar.Store(Page.SetCookiesOf(response));
        return response;
    }

    /// <summary>Another browser with a copy of this one's cookies: a thief's, or a restored profile.</summary>
    public Browser Copy() => new(client, Jar.Copy()) { UserAgent = UserAgent, Address = Address };

    public void Dispose() => client.Dispose();

    private HttpRequestMessage NewRequest(HttpMethod method, string path, HttpContent? content, (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path)
        {
            Content = content,
            Version = client.DefaultRequestVersion,
            VersionPolicy = client.DefaultVersionPolicy,
        };
        if (Jar.Header is { } cookies)
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
        if (Address is not null)
            request.Headers.TryAddWithoutValidation(ClaimedAddress.Header, Address);
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (UserAgent is not null && !request.Headers.NonValidated.Contains("User-Agent"))
            request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        return request;
    }
}
