namespace SecureSessions.Tests.Docs.Monitoring;

/// <summary>What the event handler of <c>docs/monitoring.md</c> tells.</summary>
internal interface IAlerts
{
    ValueTask SendAsync(string text, CancellationToken cancellationToken);
}
