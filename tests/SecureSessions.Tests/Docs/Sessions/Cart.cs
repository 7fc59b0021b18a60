namespace SecureSessions.Tests.Docs.Sessions;

/// <summary>What <c>docs/sessions.md</c> keeps in a session.</summary>
internal sealed record Cart(int Items);
