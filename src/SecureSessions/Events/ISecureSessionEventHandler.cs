namespace SecureSessions;

/// <summary>Gets every session event. Register any number of handlers, as singletons.</summary>
public interface ISecureSessionEventHandler
{
    /// <summary>Handles an event.</summary>
    /// <param name="sessionEvent">The event.</param>
    /// <param name="cancellationToken">Is cancelled when the handler has taken longer than the store's timeout.</param>
    /// <returns>A task that ends when the event is handled.</returns>
    /// <remarks>
    /// The request waits for the handler, which must be quick or queue the event. An exception of the handler is logged and changes
    /// nothing: the event has already happened.
    /// </remarks>
    ValueTask HandleAsync(SecureSessionEvent sessionEvent, CancellationToken cancellationToken);
}
