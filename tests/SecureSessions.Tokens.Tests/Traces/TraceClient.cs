namespace SecureSessions.Tokens.Tests.Traces;

/// <summary>What a client holds: the refresh token and what its access token says.</summary>
internal sealed record TraceClient(SessionToken Token, AccessTokenFacts Access);
