namespace SecureSessions.Tests.Parity;

/// <summary>Whose sessions an app uses.</summary>
public enum SessionLibrary
{
    AspNetCore,
    SecureSessions,
}
