namespace SecureSessions.TestKit;

/// <summary>
/// Lets two replies of a connection change places, as a client does that takes the one for the other. Whatever else it carries stays as it
/// is.
/// </summary>
internal sealed class ReplySwap
{
    private byte[] _rest = [];
    private byte[]? _first;

    /// <summary>Whether the two have changed places.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Takes what has come, from the end of a reply on, and returns what goes on now.</summary>
    public byte[] Take(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> left = [.. _rest, .. bytes];
        List<byte> going = [];
        while (!IsDone && RespReplies.LengthOfFirst(left) is > 0 and var length)
        {
            byte[] reply = left[..length].ToArray();
            left = left[length..];
            if (reply[0] != '*')
            {
                going.AddRange(reply);
            }
            else if (_first is null)
            {
                _first = reply;
            }
            else
            {
                going.AddRange([.. reply, .. _first]);
                _first = null;
                IsDone = true;
            }
        }

        _rest = IsDone ? [] : left.ToArray();
        if (IsDone)
            going.AddRange(left);
        return [.. going];
    }
}
