namespace SecureSessions.Tests.Properties;

/// <summary>How a store call goes.</summary>
internal enum StoreOutcome
{
    Done,
    FailedBefore,
    FailedAfter,
}
