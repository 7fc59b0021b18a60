namespace SecureSessions.Tests.Behaviour;

internal sealed class ThrowingEventHandler : ISecureSessionEventHandler
{
    public ValueTask HandleAsync(SecureSessionEvent sessionEvent, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("This handler throws.");
}
