namespace SecureSessions.TestKit;

/// <summary>One transport of a hub connection: text in both directions.</summary>
internal interface IHubPipe : IDisposable
{
    Task SendAsync(string text);

    /// <summary>What the server sends, piece by piece; ends, or throws, when the connection does.</summary>
    IAsyncEnumerable<string> ReadAsync();
}
