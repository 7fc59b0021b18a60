using System.Text;

namespace SecureSessions.TestKit;

/// <summary>What Redis answers: bytes, nothing, or a list of answers. Numbers are their text.</summary>
internal sealed record RespReply(byte[]? Bytes, IReadOnlyList<RespReply>? Items = null)
{
    /// <summary>As <c>redis-cli</c> prints it: a list is one line an item, nothing is the empty text.</summary>
    public string Text => Items is null ? Encoding.UTF8.GetString(Bytes ?? []) : string.Join('\n', Items.Select(static item => item.Text));
}
