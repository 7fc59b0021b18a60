using SecureSessions.Tests.Audit;
using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page for those who watch.</summary>
public sealed class MonitoringPageTests
{
    private static readonly DocPage Page = DocPage.Monitoring;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Fact]
    public void The_monitoring_page_names_every_event() =>
        Assert.Equal(
            Enum.GetValues<SessionEventType>().Select(static type => EventCatalogue.Of(type).Name),
            Page.TableRows("Event").Select(static row => row.First));

    [Fact]
    public void The_monitoring_page_says_what_every_instrument_counts()
    {
        string[] instruments = [.. DefaultsInCode.ConstantsOf(typeof(SessionMetrics))
            .Where(static name => name.Contains('.', StringComparison.Ordinal))];

        Assert.Equal(
            instruments.Order(StringComparer.Ordinal),
            Page.TableRows("Instrument").Select(static row => row.First).Order(StringComparer.Ordinal));
        Assert.Equal(12, instruments.Length);
    }

    [Fact]
    public void The_monitoring_page_says_of_every_log_line_that_is_no_event_what_it_means_and_how_grave_it_is()
    {
        IEnumerable<string> events = Enum.GetValues<SessionEventType>().Select(static type => EventCatalogue.Of(type).Name);
        Assert.Equal(
            DefaultsInCode.LogLinesOf(typeof(Log)).Where(line => !events.Contains(line.Name)).Order(),
            Page.TableRows("Log line").Order());
    }

    [Fact]
    public void The_monitoring_page_names_every_option_of_the_audit_log_with_its_default() =>
        Assert.Equal(DefaultsInCode.AuditLogOptions.Order(), Page.TableRows("Audit option").Order());

    [Fact]
    public void The_monitoring_page_shows_the_lines_of_the_audit_log_as_they_are_written()
    {
        DateTimeOffset start = AuditEvents.Revoked.At;
        var gap = new AuditGap.Count(3, start.AddSeconds(2), start.AddSeconds(5));

        Assert.Equal(
            [AuditEntry.Of(AuditEvents.Revoked, "shop-1").Json, AuditEntry.Of(gap, "queue_full", start.AddSeconds(9), "shop-1").Json],
            Page.JsonBlocks.Select(static block => block.TrimEnd()));
    }

    [Fact]
    public void The_monitoring_page_names_the_attributes_of_an_activity() => Assert.Equal(
        [SessionActivities.SystemTag, SessionActivities.OperationTag, SessionActivities.ErrorTag],
        Page.TableRows("Attribute").Select(static row => row.First));

    [Fact]
    public void The_readme_leads_here() => Assert.Contains("](docs/monitoring.md)", DocPage.Readme.Text, StringComparison.Ordinal);
}
