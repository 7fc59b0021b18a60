using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SecureSessions;
using SecureSessions.Testing;

namespace Microsoft.AspNetCore.Mvc.Testing;

/// <summary>Tests an app with sessions: signs users in, moves the clock, ends sessions.</summary>
public static class TestSessionsFactoryExtensions
{
    /// <summary>
    /// Prepares the app for tests: its clock can be moved, its sessions are kept in memory, and tests can sign users in. Everything else
    /// is the app as it is.
    /// </summary>
    /// <typeparam name="TEntryPoint">A type of the app, such as <c>Program</c>.</typeparam>
    /// <param name="factory">The factory of the app.</param>
    /// <param name="configure">Changes what is replaced.</param>
    /// <returns>A factory of the app that is prepared.</returns>
    public static WebApplicationFactory<TEntryPoint> WithTestSessions<TEntryPoint>(
        this WebApplicationFactory<TEntryPoint> factory, Action<TestSessionOptions>? configure = null)
        where TEntryPoint : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        return factory.WithWebHostBuilder(host => host.UseTestSessions(configure));
    }

    /// <summary>Opens a browser that holds no cookie.</summary>
    /// <typeparam name="TEntryPoint">A type of the app, such as <c>Program</c>.</typeparam>
    /// <param name="factory">The factory, prepared by <see cref="WithTestSessions"/>.</param>
    /// <param name="options">
    /// Whether redirects are followed, and the address; <see langword="null"/> for the factory's
    /// <see cref="WebApplicationFactory{TEntryPoint}.ClientOptions"/>. Where they name no address it is <c>https://localhost</c>.
    /// </param>
    /// <returns>The browser.</returns>
    /// <exception cref="InvalidOperationException">The factory is not prepared.</exception>
    public static TestBrowser CreateBrowser<TEntryPoint>(
        this WebApplicationFactory<TEntryPoint> factory, WebApplicationFactoryClientOptions? options = null)
        where TEntryPoint : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        return TestBrowser.Open(factory, GetPrepared<TestRuns, TEntryPoint>(factory), options ?? factory.ClientOptions);
    }

    /// <summary>Opens a browser and signs a user in, without a login page and otherwise as the app does.</summary>
    /// <typeparam name="TEntryPoint">A type of the app, such as <c>Program</c>.</typeparam>
    /// <param name="factory">The factory, prepared by <see cref="WithTestSessions"/>.</param>
    /// <param name="userId">The user id.</param>
    /// <returns>The browser.</returns>
    /// <exception cref="InvalidOperationException">
    /// The factory is not prepared, or the app has no scheme for it, or refuses the sign-in.
    /// </exception>
    public static Task<TestBrowser> SignInAsync<TEntryPoint>(this WebApplicationFactory<TEntryPoint> factory, string userId)
        where TEntryPoint : class => factory.SignInAsync(new TestUser(userId));

    /// <inheritdoc cref="SignInAsync{TEntryPoint}(WebApplicationFactory{TEntryPoint}, string)"/>
    /// <param name="factory">The factory, prepared by <see cref="WithTestSessions"/>.</param>
    /// <param name="user">The user, and how the user signs in.</param>
    public static async Task<TestBrowser> SignInAsync<TEntryPoint>(this WebApplicationFactory<TEntryPoint> factory, TestUser user)
        where TEntryPoint : class
    {
        ArgumentNullException.ThrowIfNull(user);
        TestBrowser browser = factory.CreateBrowser();
        await browser.SignInAsync(user);
        return browser;
    }

    /// <summary>Ends all sessions of a user, as the app's server does (<see cref="ISecureSessionManager.EndAllAsync"/>).</summary>
    /// <typeparam name="TEntryPoint">A type of the app, such as <c>Program</c>.</typeparam>
    /// <param name="factory">The factory of the app.</param>
    /// <param name="userId">The user id.</param>
    /// <returns>How many sessions were alive and were ended.</returns>
    /// <exception cref="InvalidOperationException">The store has no users port.</exception>
    public static Task<int> EndSessionsAsync<TEntryPoint>(this WebApplicationFactory<TEntryPoint> factory, string userId)
        where TEntryPoint : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        return factory.Services.GetRequiredService<ISecureSessionManager>().EndAllAsync(userId);
    }

    /// <summary>
    /// The clock of the app. <c>Advance</c> moves it: sessions reach their deadlines, and authentications age.
    /// </summary>
    /// <typeparam name="TEntryPoint">A type of the app, such as <c>Program</c>.</typeparam>
    /// <param name="factory">The factory, prepared by <see cref="WithTestSessions"/>.</param>
    /// <returns>The clock.</returns>
    /// <remarks>
    /// The app's <see cref="TimeProvider"/> tells its time. A timer of the app that was due several times while the clock moved fires once.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The factory is not prepared.</exception>
    public static FakeTimeProvider GetClock<TEntryPoint>(this WebApplicationFactory<TEntryPoint> factory)
        where TEntryPoint : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        return ((TestClock)GetPrepared<TimeProvider, TEntryPoint>(factory)).Clock;
    }

    private static TService GetPrepared<TService, TEntryPoint>(WebApplicationFactory<TEntryPoint> factory)
        where TService : notnull
        where TEntryPoint : class =>
        factory.Services.GetService<TestRuns>() is not null
            ? factory.Services.GetRequiredService<TService>()
            : throw new InvalidOperationException(
                "This factory is not prepared for test sessions. Use the factory that WithTestSessions() returns, or call "
                + "UseTestSessions() in ConfigureWebHost() of a factory of your own.");
}
