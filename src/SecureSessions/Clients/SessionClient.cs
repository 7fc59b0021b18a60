namespace SecureSessions;

/// <summary>What a session is used from, as far as it may be told and kept: coarse on purpose, so that it names no person.</summary>
/// <param name="Device">Browser and system, such as <c>Firefox on Windows</c>, without versions; <see langword="null"/> if unknown.</param>
/// <param name="Network">The network of the client's address, <c>/24</c> or <c>/48</c>; <see langword="null"/> if unknown.</param>
public sealed record SessionClient(string? Device, string? Network)
{
    /// <summary>Nothing is known of it.</summary>
    internal static SessionClient Unknown { get; } = new(null, null);

    /// <summary>Both as a part of a log line: what could pass for another part of it stands in quotes.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"device={LogText.Quote(Device ?? "-")} network={LogText.Part(Network) ?? "-"}";
}
