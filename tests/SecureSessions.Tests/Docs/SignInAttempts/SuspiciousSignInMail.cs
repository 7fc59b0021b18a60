using SecureSessions.Tests.Docs.Signals;

namespace SecureSessions.Tests.Docs.SignInAttempts;

#region mail
internal sealed class SuspiciousSignInMail(IMailer mailer) : ISecureSessionEventHandler
{
    public ValueTask HandleAsync(SecureSessionEvent e, CancellationToken cancellationToken)
    {
        if (e is { Type: SessionEventType.SignedInAfterFailures, UserId: { } userId, Failures: >= 5 })
            mailer.Enqueue(userId, $"After {e.Failures} failed attempts somebody signed in from {e.Client?.Device}. Was it you?");
        return ValueTask.CompletedTask;                     // queued: the sign-in does not wait for the mail
    }
}
#endregion
