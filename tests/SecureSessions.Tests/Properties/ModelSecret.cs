namespace SecureSessions.Tests.Properties;

/// <summary>A secret that a session has or had.</summary>
internal sealed class ModelSecret(ModelSession session, int generation)
{
    public ModelSession Session => session;

    /// <summary>How many regenerations came before it.</summary>
    public int Generation => generation;

    /// <summary>When it ceased, or will cease, to be served; nothing while it is current or its successor is pending.</summary>
    public DateTimeOffset? SpentAt { get; set; }
}
