namespace SecureSessions.Tests.Docs.Signals;

#region new-device-mail
internal sealed class NewDeviceMail(IMailer mailer) : ISecureSessionEventHandler
{
    public ValueTask HandleAsync(SecureSessionEvent e, CancellationToken cancellationToken)
    {
        if (e is { Type: SessionEventType.Created, IsNewDevice: true })
            mailer.Enqueue(e.UserId!, $"Somebody signed in to your account on {e.At:f} from a new device: {e.Client!.Device}. Was it you?");
        return ValueTask.CompletedTask;                     // queued: the sign-in does not wait for the mail
    }
}
#endregion
