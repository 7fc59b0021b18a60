using System.Buffers.Text;
using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SecureSessions.Testing;

/// <summary>
/// A browser of a test: an <see cref="HttpClient"/> with cookies of its own, which can sign in, and tells what it holds.
/// </summary>
/// <remarks>
/// It keeps cookies by the clock of the test, and says of each request that it comes from the app's own page (<c>Sec-Fetch-Site:
/// same-origin</c>), unless the request has that header or <c>Origin</c>.
/// </remarks>
public sealed class TestBrowser : HttpClient
{
    private readonly IServiceProvider _services;
    private readonly TestRuns _runs;
    private readonly CookieJar _jar;

    private TestBrowser(IServiceProvider services, TestRuns runs, CookieJar jar, HttpMessageHandler handler)
        : base(handler) => (_services, _runs, _jar) = (services, runs, jar);

    /// <summary>The cookies that the browser holds.</summary>
    public IReadOnlyList<BrowserCookie> Cookies => _jar.Cookies;

    /// <summary>The session cookie; <see langword="null"/> if the browser holds none.</summary>
    public BrowserCookie? SessionCookie
    {
        get
        {
            string name = _services.GetRequiredService<IOptions<SecureSessionOptions>>().Value.Cookie.Name;

            // Over plain HTTP, in Development, the cookie has no prefix.
            string plainName = name.StartsWith("__", StringComparison.Ordinal) ? name.Split('-', 2)[^1] : name;
            return Cookies.FirstOrDefault(cookie => cookie.Name == name) ?? Cookies.FirstOrDefault(cookie => cookie.Name == plainName);
        }
    }

    /// <summary>
    /// The public id of the session that the cookie names, whether it is alive or not; <see langword="null"/> without a session cookie.
    /// </summary>
    public SessionId? SessionId
    {
        get
        {
            // The token begins with the id; its secret follows.
            const int Size = SecureSessions.SessionId.Size;
            byte[] token = new byte[Size + SecretHash.Size];
            return Base64Url.TryDecodeFromChars(SessionCookie?.Value, token, out int length) && length == token.Length
                ? SecureSessions.SessionId.FromBytes(token.AsSpan(0, Size))
                : null;
        }
    }

    /// <summary>Asks the app whether a user is signed in to the session of the cookie. This is no activity of the session.</summary>
    /// <returns>Whether one is.</returns>
    public async Task<bool> IsSignedInAsync()
    {
        bool isSignedIn = false;
        await RunAsync(
            context =>
            {
                isSignedIn = context.GetSecureSession().UserId is not null;
                return Task.CompletedTask;
            },
            isActivity: false);
        return isSignedIn;
    }

    /// <summary>Signs a user in, without a login page and otherwise as the app does: a new session, and the earlier one ends.</summary>
    /// <param name="userId">The user id.</param>
    /// <returns>When the user is signed in.</returns>
    /// <exception cref="InvalidOperationException">The app has no scheme for it, or refuses the sign-in.</exception>
    public Task SignInAsync(string userId) => SignInAsync(new TestUser(userId));

    /// <inheritdoc cref="SignInAsync(string)"/>
    /// <param name="user">The user, and how the user signs in.</param>
    public Task SignInAsync(TestUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return RunAsync(user.SignInAsync);
    }

    /// <summary>
    /// Runs code as the handler of a request of this browser, with its session and its user: to put a value into the session, to step up,
    /// to sign in by a service of the app.
    /// </summary>
    /// <param name="handler">The code. What it changes is stored before the call returns.</param>
    /// <returns>When the request is answered.</returns>
    /// <remarks>
    /// The request passes sessions and authentication, and no other middleware of the app. It is activity, as any request is. What the code
    /// throws is thrown here, and its changes are dropped.
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// The app did not let the request through, for example because its store failed.
    /// </exception>
    public Task RunAsync(Func<HttpContext, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return RunAsync(handler, isActivity: true);
    }

    /// <summary>
    /// Ends the session as the app's server does (<see cref="ISecureSessionManager.EndAsync"/>); the browser keeps its cookie.
    /// </summary>
    /// <returns>Whether the session was alive and was ended.</returns>
    /// <exception cref="InvalidOperationException">Nobody is signed in, or the store has no users port.</exception>
    public async Task<bool> EndSessionAsync()
    {
        if (SessionId is not { } id
            || await _services.GetRequiredService<ISecureSessionStore>().PeekAsync(id, default) is not { UserId: { } userId })
            throw new InvalidOperationException("The browser has no session of a user. Sign in before, by SignInAsync().");

        return await _services.GetRequiredService<ISecureSessionManager>().EndAsync(userId, id);
    }

    /// <summary>Sends a form as a page of the app does: with the form token of the app's antiforgery, if it has one.</summary>
    /// <param name="address">Where the form is sent.</param>
    /// <param name="fields">The fields, without the token.</param>
    /// <returns>The answer.</returns>
    public async Task<HttpResponseMessage> PostFormAsync(string address, IEnumerable<KeyValuePair<string, string>> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        AntiforgeryTokenSet? tokens = await GetTokensAsync();
        if (tokens is not null)
            fields = fields.Append(KeyValuePair.Create(tokens.FormFieldName, tokens.RequestToken!));
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Sec-Fetch-Mode", "navigate");
        request.Headers.Add("Sec-Fetch-Dest", "document");
        return await SendAsync(request);
    }

    /// <summary>
    /// Sends a request as a script of the app's page does: with the token of the app's antiforgery in its header, if it has one.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="InvalidOperationException">
    /// The app takes no token from a header: <see cref="AntiforgeryOptions.HeaderName"/> is <see langword="null"/>.
    /// </exception>
    public async Task<HttpResponseMessage> SendWithTokenAsync(HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await GetTokensAsync() is { } tokens)
        {
            request.Headers.Add(
                tokens.HeaderName ?? throw new InvalidOperationException(
                    "The app takes no token from a header: AntiforgeryOptions.HeaderName is null. Send a form by PostFormAsync()."),
                tokens.RequestToken);
        }

        return await SendAsync(request);
    }

    /// <summary>Opens a browser of an app.</summary>
    internal static TestBrowser Open<TEntryPoint>(
        WebApplicationFactory<TEntryPoint> factory, TestRuns runs, WebApplicationFactoryClientOptions options)
        where TEntryPoint : class
    {
        var jar = new CookieJar(factory.Services.GetRequiredService<TimeProvider>());
        var handler = new BrowserHandler(jar);

        // The factory puts its server behind the handler, whichever it is, and applies what its ConfigureClient() sets.
        HttpClient configured = factory.CreateDefaultClient(AddressOf(options), handler);
#pragma warning disable CA2000 // The browser owns and disposes its handlers.
        HttpMessageHandler outer = options.AllowAutoRedirect
            ? new RedirectHandler(options.MaxAutomaticRedirections) { InnerHandler = handler }
            : handler;
#pragma warning restore CA2000
        var browser = new TestBrowser(factory.Services, runs, jar, outer)
        {
            BaseAddress = configured.BaseAddress,
            Timeout = configured.Timeout,
        };
        foreach ((string name, IEnumerable<string> values) in configured.DefaultRequestHeaders)
            browser.DefaultRequestHeaders.TryAddWithoutValidation(name, values);
        return browser;
    }

    // The default of the framework is plain HTTP, where no session cookie is issued outside of Development.
    private static Uri AddressOf(WebApplicationFactoryClientOptions options) =>
        options.BaseAddress == new WebApplicationFactoryClientOptions().BaseAddress ? new Uri("https://localhost/") : options.BaseAddress;

    private async Task RunAsync(Func<HttpContext, Task> handler, bool isActivity)
    {
        var run = new TestRun(handler, isActivity);

        // A cookie with a path is sent to addresses below that path only.
        string path = $"{SessionCookie?.Path.TrimEnd('/')}/{_runs.Add(run)}";
        using HttpResponseMessage response = await GetAsync(new Uri(BaseAddress!, path));
        run.ThrowIfFailed();
        if (response.StatusCode != HttpStatusCode.NoContent)
        {
            throw new InvalidOperationException(
                $"The app answered {(int)response.StatusCode} {response.StatusCode} to a request of the test. At 503 the session store has "
                + "failed, or the session could not be stored; the app's log says more.");
        }
    }

    private async Task<AntiforgeryTokenSet?> GetTokensAsync()
    {
        if (_services.GetService<IAntiforgery>() is not { } antiforgery)
            return null;

        AntiforgeryTokenSet? tokens = null;
        await RunAsync(
            context =>
            {
                tokens = antiforgery.GetAndStoreTokens(context);
                return Task.CompletedTask;
            },
            isActivity: false);
        return tokens;
    }
}
