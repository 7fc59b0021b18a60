using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Events;

/// <summary>Alerts and dashboards are built on these names: a change here is a breaking change.</summary>
public sealed class TelemetryNamesTests
{
    private const string Events = """
        1 Information session_created
        2 Information session_renewed
        3 Information session_regenerated
        4 Information session_logout
        5 Information session_expired
        6 Critical session_use_after_expire
        7 Warning session_spent_secret
        8 Information session_token_rejected
        9 Warning crypt_decrypt_fail
        10 Error session_load_fail
        11 Error session_commit_fail
        12 Warning session_changes_dropped
        13 Warning excess_sessions_exceeded
        14 Information session_step_up
        15 Information session_refreshed
        16 Warning session_client_changed
        17 Critical authn_impossible_travel
        18 Warning session_flood
        19 Warning malicious_cors
        20 Warning authz_change
        21 Information authn_token_created
        22 Information authn_token_revoked
        23 Critical authn_token_reuse
        24 Warning session_user_forgotten
        25 Warning authn_login_fail
        26 Critical authn_login_fail_max
        27 Information authn_login_successafterfail
        101 Error session_store_fail
        102 Error session_event_handler_fail
        103 Warning session_insecure_transport
        104 Warning session_mark_invisible
        105 Warning session_weak_setting
        106 Error session_commit_exception
        107 Error session_sweep_fail
        108 Error session_deadline_watch_fail
        109 Warning session_store_weak
        110 Information session_cross_site
        111 Error session_refresh_fail
        112 Error session_refresh_mismatch
        113 Error session_refresher_missing
        114 Error session_live_look_fail
        115 Error session_end_callback_fail
        116 Error session_geo_fail
        120 Information session_form_refused
        121 Warning session_token_rejected_left_out
        140 Information session_static_file_look
        141 Warning session_cookie_twice
        142 Warning session_foreign_redirect
        143 Error session_validation_fail
        144 Debug session_circuit_not_told
        150 Error session_audit_fail
        151 Information session_audit_resumed
        152 Error session_audit_lost
        153 Error session_audit_dropped
        154 Warning session_audit_rotation_fail
        """;

    private const string Instruments = """
        securesessions.access_tokens.created {token}
        securesessions.failures {failure}
        securesessions.near_cache.hits {look_up}
        securesessions.privileges.changed {change}
        securesessions.secrets.changed {secret}
        securesessions.sessions.active {session}
        securesessions.sessions.created {session}
        securesessions.sessions.ended {session}
        securesessions.sign_ins {sign_in}
        securesessions.signals {signal}
        securesessions.store.duration s
        securesessions.tokens.rejected {token}
        """;

    [Fact]
    [Trait("Requirement", "LG-1")]
    public void Log_events_have_these_ids_levels_and_names() =>
        Assert.Equal(
            Events,
            string.Join(
                '\n', [.. Enum.GetValues<SessionEventType>().Select(static type => DescribeLineOf(type)), LogEvents.Describe(typeof(Log))]),
            ignoreLineEndingDifferences: true);

    [Fact]
    public void Every_event_type_has_the_id_of_its_log_event() => Assert.All(
        Enum.GetValues<SessionEventType>(),
        static type =>
            Assert.Contains(
                $"{(int)type} ",
                Events.Split('\n').Single(line => line.TrimEnd().EndsWith(' ' + EventCatalogue.Of(type).Name, StringComparison.Ordinal)),
                StringComparison.Ordinal));

    [Fact]
    public void Instruments_have_these_names_and_units()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var instruments = new SortedSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => Note(instrument, services, instruments) };
        listener.Start();

        _ = new SessionMetrics(services.GetRequiredService<IMeterFactory>());

        Assert.Equal(Instruments, string.Join('\n', instruments), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task A_store_call_is_an_activity_and_a_measurement()
    {
        using var activities = new ActivityRecorder("SecureSessions");
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);
        using var meters = new MeterRecorder(host.Services.GetRequiredService<IMeterFactory>());
        using Browser browser = host.NewBrowser();

        await browser.GetAsync("/set/a/1");
        await browser.GetAsync("/get/a");

        Assert.Contains(
            activities.Stopped,
            static activity =>
                activity is { OperationName: "SecureSessions.Find", Status: ActivityStatusCode.Unset, Kind: ActivityKind.Client });
        Assert.Contains(
            meters.All,
            static measurement =>
                measurement.Instrument == "securesessions.store.duration" && Equals(measurement.Tags["operation"], "create"));
        Assert.Equal(1, meters.Sum("securesessions.sessions.created", ("kind", "anonymous")));
    }

    [Fact]
    public async Task An_activity_names_operation_and_store_by_the_conventions_of_OpenTelemetry()
    {
        using var activities = new ActivityRecorder("SecureSessions");
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);
        using Browser browser = host.NewBrowser();

        await browser.GetAsync("/sign-in/alice");

        Activity created = activities.Stopped.First(
            static activity =>
                activity.OperationName == "SecureSessions.RememberDevice" && activity.Tags.Contains(new("db.system.name", "faulty")));
        Assert.Equal(("remember_device", null), (created.GetTagItem("db.operation.name"), created.GetTagItem("error.type")));
        Assert.NotNull(created.Parent);
    }

    [Fact]
    public async Task An_activity_of_a_failed_call_names_its_error()
    {
        using var activities = new ActivityRecorder("SecureSessions");
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/a/1");
        host.Store.Fail(StoreFault.ThrowsAtOnce);

        await browser.GetAsync("/get/a");

        Activity failed = activities.Stopped.First(
            static activity => activity is { OperationName: "SecureSessions.Find", Status: ActivityStatusCode.Error });
        Assert.StartsWith("The session store failed at Find: ", failed.StatusDescription, StringComparison.Ordinal);
        Assert.NotNull(failed.GetTagItem("error.type"));
    }

    [Fact]
    public async Task The_periodic_work_of_a_node_begins_no_trace()
    {
        using var activities = new ActivityRecorder("SecureSessions");
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);
        using var meters = new MeterRecorder(host.Services.GetRequiredService<IMeterFactory>());

        await Poll.UntilAsync(
            () =>
            {
                host.Clock.Advance(SecureSessionDefaults.DeadlineCheckInterval);
                return meters.All.Any(static measurement => Equals(measurement.Tags.GetValueOrDefault("operation"), "lease_due"));
            },
            "the deadlines are looked at");

        Assert.DoesNotContain(activities.Stopped, static activity => activity.OperationName == "SecureSessions.LeaseDue");
    }

    [Fact]
    public void The_durations_of_calls_fall_into_buckets_of_seconds()
    {
        IReadOnlyList<double>? buckets = null;
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
                buckets = instrument is Histogram<double> { Name: "securesessions.store.duration" } duration
                    && instrument.Meter.Scope == services.GetRequiredService<IMeterFactory>()
                ? duration.Advice?.HistogramBucketBoundaries
                : buckets,
        };
        listener.Start();

        _ = new SessionMetrics(services.GetRequiredService<IMeterFactory>());

        Assert.Equal([0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10], buckets);
    }

    [Fact]
    public async Task The_values_of_tags_are_words_of_one_style()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);
        using var meters = new MeterRecorder(host.Services.GetRequiredService<IMeterFactory>());
        using Browser browser = host.NewBrowser();
        using Browser forger = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        await browser.GetAsync("/sign-out");
        await forger.GetAsync("/who", ("Cookie", "__Host-id=no-token"));

        Assert.Equal(1, meters.Sum("securesessions.sessions.ended", ("reason", "signed_out")));
        Assert.All(
            meters.All.SelectMany(static measurement => measurement.Tags.Values).OfType<string>(),
            static value => Assert.Matches("^[a-z][a-z_]*$", value));
    }

    // As the logger gets it.
    private static string DescribeLineOf(SessionEventType type)
    {
        using var logs = new LogRecorder();
        EventLine.Write(logs.CreateLogger("events"), new SecureSessionEvent { Type = type, At = default, Origin = RequestOrigin.None });
        LogLine line = Assert.Single(logs.Lines);
        return $"{line.Event.Id} {line.Level} {line.Event.Name}";
    }

    private static void Note(Instrument instrument, ServiceProvider services, SortedSet<string> instruments)
    {
        if (instrument.Meter.Name == "SecureSessions" && instrument.Meter.Scope == services.GetRequiredService<IMeterFactory>())
            instruments.Add($"{instrument.Name} {instrument.Unit}");
    }
}
