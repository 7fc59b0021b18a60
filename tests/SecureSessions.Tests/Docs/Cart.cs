namespace SecureSessions.Tests.Docs;

/// <summary>What the README keeps in a session.</summary>
internal sealed record Cart(int Items);
