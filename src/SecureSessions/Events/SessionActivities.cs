using System.Diagnostics;

namespace SecureSessions;

/// <summary>
/// The activity source <c>SecureSessions</c>. It makes one activity for each call to the store, by OpenTelemetry's conventions for
/// databases.
/// </summary>
internal static class SessionActivities
{
    public const string SourceName = "SecureSessions";
    public const string SystemTag = "db.system.name";
    public const string OperationTag = "db.operation.name";
    public const string ErrorTag = "error.type";

    private static readonly ActivitySource Source = new(SourceName);

    public static bool Enabled => Source.HasListeners();

    /// <summary>
    /// Begins the activity of a call within a request. The work that nodes do by themselves every few seconds has no activity: it would be
    /// the root of a trace each time, or belong to the trace of a request that ended long ago.
    /// </summary>
    public static Activity? StartStoreCall(string system, string operation)
    {
        if (!Enabled || Activity.Current is not { IsStopped: false })
            return null;

        Activity? activity = Source.StartActivity("SecureSessions." + operation, ActivityKind.Client);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag(SystemTag, system);
            activity.SetTag(OperationTag, SnakeCase.Of(operation));
        }

        return activity;
    }

    /// <summary>
    /// Marks the activity of a call that failed. The activity of a call that succeeded gets no status: the app may set one.
    /// </summary>
    public static void Fail(Activity? activity, Exception exception)
    {
        if (activity is null)
            return;

        Type type = (exception.InnerException ?? exception).GetType();
        activity.SetTag(ErrorTag, type.FullName);
        activity.SetStatus(ActivityStatusCode.Error, exception.Message);
    }
}
