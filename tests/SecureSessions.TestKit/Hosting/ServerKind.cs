namespace SecureSessions.TestKit;

/// <summary>The servers that a behaviour is tested on.</summary>
public enum ServerKind
{
    TestServer,
    KestrelHttp1,
    KestrelHttp2,
}
