using System.Collections.Concurrent;
using System.Net;

namespace SecureSessions.Redis.Tests.Tokens;

/// <summary>What clients that refresh were answered.</summary>
internal sealed class RefreshLog
{
    private readonly ConcurrentBag<HttpStatusCode> _refused = [];
    private int _rotated;
    private int _unavailable;

    /// <summary>How often a client got another refresh token.</summary>
    public int Rotated => _rotated;

    /// <summary>How often one was told to try again.</summary>
    public int Unavailable => _unavailable;

    /// <summary>Every other answer: after these a client throws its tokens away.</summary>
    public IReadOnlyCollection<HttpStatusCode> Refused => _refused;

    public void Add(HttpStatusCode status, bool isRotation)
    {
        if (status == HttpStatusCode.ServiceUnavailable)
            Interlocked.Increment(ref _unavailable);
        else if (status != HttpStatusCode.OK)
            _refused.Add(status);
        else if (isRotation)
            Interlocked.Increment(ref _rotated);
    }
}
