using Microsoft.AspNetCore.Http.Features;

namespace SecureSessions;

/// <summary>Takes the place of the session feature where a request has no session, and says why.</summary>
internal interface INoSession : ISessionFeature
{
    /// <summary>The exception for code that uses the session.</summary>
    InvalidOperationException CreateException();
}
