namespace SecureSessions.Tests.Docs.Monitoring;

#region event-handler
internal sealed class SecurityAlerts(IAlerts alerts) : ISecureSessionEventHandler
{
    public ValueTask HandleAsync(SecureSessionEvent e, CancellationToken cancellationToken) =>
        e.Type == SessionEventType.UsedAfterExpire
            ? alerts.SendAsync($"{e.Name}: user {e.UserId} from {e.Origin.Address}", cancellationToken)
            : ValueTask.CompletedTask;
}
#endregion
