using Xunit;

namespace SecureSessions.TestKit;

/// <summary>Runs a theory for every way to answer on every server.</summary>
public sealed class AnswersOnAllServers : TheoryData<string, ServerKind>
{
    public AnswersOnAllServers()
    {
        foreach (string kind in Answers.Kinds)
        {
            foreach (ServerKind server in Enum.GetValues<ServerKind>())
                Add(kind, server);
        }
    }
}
