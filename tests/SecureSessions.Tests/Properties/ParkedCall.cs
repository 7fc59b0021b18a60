namespace SecureSessions.Tests.Properties;

/// <summary>A store call or a handler that waits for its turn.</summary>
internal sealed record ParkedCall(WorldRequest Owner, bool IsStoreCall, TaskCompletionSource<StoreOutcome> Turn);
