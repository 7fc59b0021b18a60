using SecureSessions.TestKit;

namespace SecureSessions.Tests.Properties;

/// <summary>A request, with what its handler must see.</summary>
internal sealed class WorldRequest(int number, string script, bool byThief, string? token, DateTimeOffset sentAt)
{
    private readonly Dictionary<string, string?> _changes = [];
    private bool _cleared;

    public int Number => number;

    public string Script => script;

    public bool ByThief => byThief;

    public string? Token => token;

    public DateTimeOffset SentAt => sentAt;

    public DateTimeOffset AnsweredAt { get; set; }

    public Answer? Answer { get; set; }

    public bool Aborted { get; set; }

    public bool Delivered { get; set; }

    /// <summary>Whether one of its store calls was made to fail.</summary>
    public bool Faulted { get; set; }

    /// <summary>Whether it hears what came of its present store call.</summary>
    public bool IsAnswered { get; set; }

    public bool InHandler { get; set; }

    public int Calls { get; set; }

    public int Conflicts { get; set; }

    public ModelSecret? Arrived { get; set; }

    public FindStatus? Verdict { get; set; }

    public TimeSpan SpentFor { get; set; }

    /// <summary>The session that it was let into, or has begun.</summary>
    public ModelSession? Session { get; set; }

    public Dictionary<string, string> View { get; set; } = [];

    /// <summary>Whom it is signing in.</summary>
    public string? SigningIn { get; set; }

    public bool Ending { get; set; }

    /// <summary>Whether it has signed its session out.</summary>
    public bool HasEnded { get; set; }

    /// <summary>The values that a sign-in took from the anonymous session that it ended.</summary>
    public Dictionary<string, string>? Taken { get; set; }

    public List<SessionEventType> Events { get; } = [];

    /// <summary>Whom and what the handler must have seen when its script was done.</summary>
    public string? SeenUser { get; private set; }

    public Dictionary<string, string> SeenValues { get; private set; } = [];

    public Dictionary<string, string> Visible => Apply(Ending ? [] : View);

    public void Announce(string[] words)
    {
        InHandler = true;
        switch (words[0])
        {
            case "set": _changes[words[1]] = words[2]; break;
            case "remove" when Visible.ContainsKey(words[1]): _changes[words[1]] = null; break;
            case "clear" when Visible.Count > 0: DropChanges(); _cleared = true; break;
            case "end" or "signout": DropChanges(); Ending = true; break;
            case "signin": SigningIn = words[1]; break;
            case "answer": (SeenUser, SeenValues) = (Ending ? null : Session?.User, Visible); break;
            default: break;
        }
    }

    public Dictionary<string, string> Apply(Dictionary<string, string> values)
    {
        var result = new Dictionary<string, string>(_cleared ? [] : values);
        foreach ((string key, string? value) in _changes)
        {
            if (value is null)
                result.Remove(key);
            else
                result[key] = value;
        }

        return result;
    }

    /// <summary>The session has ended before the handler ran.</summary>
    public void Leave() => (Session, View) = (null, []);

    public void DropChanges()
    {
        _changes.Clear();
        _cleared = false;
    }

    public override string ToString() => $"#{number}{(byThief ? " (thief)" : "")} \"{script}\"";
}
