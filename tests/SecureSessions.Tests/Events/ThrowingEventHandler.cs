namespace SecureSessions.Tests.Events;

internal sealed class ThrowingEventHandler : ISecureSessionEventHandler
{
    public ValueTask HandleAsync(SecureSessionEvent sessionEvent, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("This handler throws.");
}
