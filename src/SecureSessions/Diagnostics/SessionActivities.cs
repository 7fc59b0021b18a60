using System.Diagnostics;

namespace SecureSessions;

/// <summary>The activity source <c>SecureSessions</c>: one activity a call to the store.</summary>
internal static class SessionActivities
{
    public const string SourceName = "SecureSessions";

    private static readonly ActivitySource Source = new(SourceName);

    public static bool Enabled => Source.HasListeners();

    public static Activity? StartStoreCall(string operation) => Source.StartActivity("SecureSessions." + operation, ActivityKind.Client);
}
