using Microsoft.AspNetCore.Http.Features;

namespace SecureSessions;

/// <summary>Stands in the place of a session that a request does not have, and says why.</summary>
internal interface INoSession : ISessionFeature
{
    /// <summary>What whoever asks for the session is told.</summary>
    InvalidOperationException Refuse();
}
