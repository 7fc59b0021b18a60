using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>Asks the app's locator, for as long as the store's timeout allows. A locator that fails does not fail the request.</summary>
internal sealed class GeoLookup(SessionPolicy policy, TimeProvider timeProvider, ILogger<GeoLookup> logger, IGeoLocator? locator = null)
{
    /// <summary>Asks the locator.</summary>
    /// <returns>The answer; nothing if there is no locator, or it failed or took too long.</returns>
    public async ValueTask<T?> AskAsync<T>(Func<IGeoLocator, CancellationToken, Task<T?>> ask)
    {
        if (locator is null)
            return default;

        try
        {
            using var timeout = new CancellationTokenSource(policy.StoreTimeout, timeProvider);
            return await ask(locator, timeout.Token).WaitAsync(timeout.Token);
        }
        catch (Exception exception)
        {
            // The app's locator failed. An unknown place is no reason to refuse a user.
            Log.GeoLocatorFailed(logger, exception);
            return default;
        }
    }
}
