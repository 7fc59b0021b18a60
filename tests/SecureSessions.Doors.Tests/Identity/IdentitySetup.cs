namespace SecureSessions.Doors.Tests.Identity;

/// <summary>By which verb an app adds ASP.NET Core Identity.</summary>
public enum IdentitySetup
{
    AddDefaultIdentity,
    AddIdentity,
    AddIdentityApiEndpoints,
}
