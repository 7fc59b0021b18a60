using Microsoft.IdentityModel.Tokens;

namespace SecureSessions.Tokens;

/// <summary>
/// It could not be found out whether the session of a token lives: the request is answered 503, and the token may be good.
/// </summary>
internal sealed class SessionCheckException : SecurityTokenException
{
    private const string Text = "The session of the token could not be checked.";

    public SessionCheckException()
        : base(Text)
    {
    }

    public SessionCheckException(string message)
        : base(message)
    {
    }

    public SessionCheckException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public SessionCheckException(Exception innerException)
        : base(Text, innerException)
    {
    }
}
