namespace SecureSessions.Tests.Docs.SessionContents;

/// <summary>A reader's own accounts.</summary>
internal interface IAccounts
{
    string? FindByEmail(string email);

    Task DeleteAsync(string userId);
}
