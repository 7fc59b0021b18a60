namespace SecureSessions;

/// <summary>Told of every session event. Register any number of them as singletons.</summary>
public interface ISecureSessionEventHandler
{
    /// <summary>Handles an event.</summary>
    /// <param name="sessionEvent">The event.</param>
    /// <param name="cancellationToken">Fires when the handler has taken longer than the store's timeout.</param>
    /// <returns>When it is handled.</returns>
    /// <remarks>
    /// The request waits for it, so be quick or queue. An exception is logged and changes nothing: what happened has happened.
    /// </remarks>
    ValueTask HandleAsync(SecureSessionEvent sessionEvent, CancellationToken cancellationToken);
}
