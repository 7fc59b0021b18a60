namespace SecureSessions.TestKit;

/// <summary>Every way to answer, and every server: one that writes and one that leaves it to the server to flush.</summary>
public sealed class AnswersAndServers() : PairedWithServers<string>(Answers.Kinds, "text", "unflushed bytes");
