namespace SecureSessions.Tests.Docs.Signals;

/// <summary>What sends the page's mails.</summary>
internal interface IMailer
{
    void Enqueue(string userId, string text);
}
