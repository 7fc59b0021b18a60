using System.Diagnostics;

namespace SecureSessions;

/// <summary>The activity source <c>SecureSessions</c>: one activity a call to the store, by OpenTelemetry's conventions for databases.</summary>
internal static class SessionActivities
{
    public const string SourceName = "SecureSessions";
    public const string SystemTag = "db.system.name";
    public const string OperationTag = "db.operation.name";
    public const string ErrorTag = "error.type";

    private static readonly ActivitySource Source = new(SourceName);

    public static bool Enabled => Source.HasListeners();

    /// <summary>
    /// Begins the activity of a call within a request. What nodes do by themselves every few seconds has none: it would be the root of a trace each time,
    /// or belong to that of a request that is long over.
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

    /// <summary>Says of a call that it failed. One that succeeded stays without a status: what it means is for the app to say.</summary>
    public static void Fail(Activity? activity, Exception exception)
    {
        if (activity is null)
            return;

        Type type = (exception.InnerException ?? exception).GetType();
        activity.SetTag(ErrorTag, type.FullName);
        activity.SetStatus(ActivityStatusCode.Error, exception.Message);
    }
}
