namespace SecureSessions.Tests.Docs.LiveConnections;

/// <summary>What the page's event stream sends.</summary>
internal sealed class PriceFeed
{
    public async IAsyncEnumerable<decimal> ReadAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        yield return 1.5m;
    }
}
