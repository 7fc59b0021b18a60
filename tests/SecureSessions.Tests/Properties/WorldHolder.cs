namespace SecureSessions.Tests.Properties;

/// <summary>The world that runs at present: a host serves many, one after the other.</summary>
internal sealed class WorldHolder : ISecureSessionEventHandler
{
    public World? World { get; set; }

    public ValueTask HandleAsync(SecureSessionEvent sessionEvent, CancellationToken cancellationToken)
    {
        if (World is { IsInRequest: true } world)
            world.CurrentRequest.Events.Add(sessionEvent.Type);

        return ValueTask.CompletedTask;
    }
}
