namespace SecureSessions.Tests.Docs.StepUp;

/// <summary>Stands for what an app has to check passwords and codes with.</summary>
internal interface IUserSecrets
{
    Task<bool> IsPasswordAsync(string userId, string password);

    Task<bool> IsCodeAsync(string userId, string code);
}
