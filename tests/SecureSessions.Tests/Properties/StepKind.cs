namespace SecureSessions.Tests.Properties;

/// <summary>What can happen next in the world of one browser.</summary>
internal enum StepKind
{
    /// <summary>The browser sends a request with what its jar holds.</summary>
    Send,

    /// <summary>A thief sends a request with the cookie that he copied.</summary>
    ThiefSends,

    /// <summary>The thief copies the cookie.</summary>
    Steal,

    /// <summary>One of the calls and handlers that wait goes on.</summary>
    Continue,

    /// <summary>One of the store calls that wait fails, before or after it was carried out.</summary>
    Fail,

    /// <summary>One of the answers under way arrives.</summary>
    Deliver,

    /// <summary>One of the answers under way is lost.</summary>
    Lose,

    /// <summary>Time passes.</summary>
    Advance,
}
