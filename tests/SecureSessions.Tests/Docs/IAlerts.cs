namespace SecureSessions.Tests.Docs;

/// <summary>What the README's event handler tells.</summary>
internal interface IAlerts
{
    ValueTask SendAsync(string text, CancellationToken cancellationToken);
}
