namespace SecureSessions.Sql;

/// <summary>A statement: a file of this folder, with the names and expressions of its dialect and schema in place.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Text">What is sent. Several statements take effect together or not at all.</param>
/// <param name="IsRead">Whether it changes nothing, so that it may be sent again when a connection is lost.</param>
internal sealed record SqlStatement(string Name, string Text, bool IsRead)
{
    /// <summary>Whether there are several.</summary>
    public bool IsMany => Text.AsSpan().TrimEnd().TrimEnd(';').Contains(';');
}
