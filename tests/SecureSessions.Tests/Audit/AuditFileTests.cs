using System.Diagnostics;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Audit;

/// <summary>The file of the audit log, on a real disk.</summary>
public sealed class AuditFileTests : IDisposable
{
    private const int SmallFile = 64 * 1024;
    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly LogRecorder _logs = new();
    private readonly string _path;

    public AuditFileTests() => _path = Path.Combine(_folder.Path, "logs", "audit.jsonl");

    public void Dispose()
    {
        _folder.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task Lines_are_appended_to_what_is_there()
    {
        await NewFile().WriteAsync(Entries("a"));
        await NewFile().WriteAsync(Entries("b", "c"));

        Assert.Equal("a\nb\nc\n", await File.ReadAllTextAsync(_path));
    }

    [Fact]
    public async Task File_and_folder_are_their_owners_alone()
    {
        await NewFile().WriteAsync(Entries("a"));

        Assert.Equal(["audit.jsonl", "audit.jsonl.lock"], Names());
        if (!OperatingSystem.IsWindows())
        {
            foreach (string file in Files())
                Assert.Equal(ForOwner, File.GetUnixFileMode(file));
            Assert.Equal(ForOwner | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(_path)!));
        }
    }

    [Fact]
    public async Task A_file_that_was_moved_away_or_deleted_is_begun_anew()
    {
        AuditFile file = NewFile();
        await file.WriteAsync(Entries("a"));
        File.Move(_path, _path + ".1");
        await file.WriteAsync(Entries("b"));
        Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);
        await file.WriteAsync(Entries("c"));

        Assert.Equal("c\n", await File.ReadAllTextAsync(_path));
    }

    [Fact]
    public async Task A_full_file_gets_the_time_into_its_name_and_the_oldest_are_deleted()
    {
        string others = Path.Combine(_folder.Create("logs"), "audit-of-last-year.jsonl");
        await File.WriteAllTextAsync(others, "{}");
        AuditFile file = NewFile(maxFiles: 3);
        for (int i = 0; i < 5; i++)
        {
            await file.WriteAsync(Entries(new string((char)('a' + i), SmallFile)));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(
            [
                "audit-20260101T000003000Z.jsonl", "audit-20260101T000004000Z.jsonl", "audit-of-last-year.jsonl", "audit.jsonl",
                "audit.jsonl.lock",
            ],
            Names());
        Assert.Equal(["c", "d", "e"], Files().Where(file => file != others && !file.EndsWith(".lock", StringComparison.Ordinal))
            .Select(static file => File.ReadAllText(file)[..1]).Order());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(ForOwner, File.GetUnixFileMode(_path));
    }

    [Fact]
    public async Task Two_rotations_in_one_moment_have_two_names()
    {
        AuditFile file = NewFile();
        foreach (string letter in (string[])["a", "b", "c"])
            await file.WriteAsync(Entries(new string(letter[0], SmallFile)));

        Assert.Equal(
            ["audit-20260101T000000000Z.jsonl", "audit-20260101T000000001Z.jsonl", "audit.jsonl", "audit.jsonl.lock"], Names());
    }

    [Fact]
    public async Task A_file_that_cannot_be_rotated_grows_and_the_log_says_so_once_until_it_can()
    {
        // A folder that has the name which the file is to get.
        _folder.Create(Path.Combine("logs", "audit-20260101T000000000Z.jsonl"));
        AuditFile file = NewFile();
        await file.WriteAsync(Entries(new string('a', SmallFile)));
        await file.WriteAsync(Entries("b"));
        await file.WriteAsync(Entries("c"));
        Assert.EndsWith("a\nb\nc\n", await File.ReadAllTextAsync(_path), StringComparison.Ordinal);
        Assert.IsType<IOException>(Assert.Single(_logs.Of("session_audit_rotation_fail")).Exception, exactMatch: false);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await file.WriteAsync(Entries("d"));

        Assert.Equal("d\n", await File.ReadAllTextAsync(_path));
        Assert.Single(_logs.Of("session_audit_rotation_fail"));
    }

    [Fact]
    public async Task What_comes_after_a_torn_line_stands_on_a_line_of_its_own()
    {
        _folder.Create("logs");
        await File.WriteAllTextAsync(_path, "{\"torn");

        await NewFile().WriteAsync([]);
        await NewFile().WriteAsync(Entries("a"));
        await NewFile().WriteAsync(Entries("b"));

        Assert.Equal("{\"torn\na\nb\n", await File.ReadAllTextAsync(_path));
    }

    [Fact]
    public async Task Without_entries_the_file_is_only_created()
    {
        await NewFile().WriteAsync([]);
        Assert.Equal("", await File.ReadAllTextAsync(_path));
    }

    [Fact]
    public async Task A_process_waits_while_another_one_writes()
    {
        _folder.Create("logs");
        Task write;
        await using (await TakeTurnAsync())
        {
            write = NewFile().WriteAsync(Entries("a"));
            _clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal((false, false), (write.IsCompleted, File.Exists(_path)));
        }

        await TickUntilDoneAsync(write);
        Assert.Equal("a\n", await File.ReadAllTextAsync(_path));
    }

    [Fact]
    public async Task A_process_that_hangs_in_its_turn_is_waited_for_ten_seconds()
    {
        _folder.Create("logs");
        await using FileStream other = await TakeTurnAsync();

        Task write = NewFile().WriteAsync(Entries("a"));
        await TickUntilDoneAsync(write);

        await Assert.ThrowsAsync<IOException>(() => write);
        Assert.InRange(TimeSpan.FromTicks(_clock.GetTimestamp()), TimeSpan.FromSeconds(9.9), TimeSpan.MaxValue);
    }

    [Fact]
    public async Task Many_writers_of_one_file_lose_no_line_and_tear_none()
    {
        const int Writers = 4;
        const int Writes = 50;
        string line = new('x', 1_000);

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            AuditFile file = NewFile(maxFiles: 100, clock: TimeProvider.System);
            for (int i = 0; i < Writes; i++)
                await file.WriteAsync(Entries($"{writer}:{i}:{line}", $"{writer}:{i}:{line}"));
        })));

        string[] lines = [.. Files().SelectMany(File.ReadAllLines)];
        Assert.Equal(2 * Writers * Writes, lines.Length);
        Assert.Equal(Writers * Writes, lines.Distinct().Count());
        Assert.All(lines, read => Assert.EndsWith(line, read, StringComparison.Ordinal));
        Assert.True(Names().Count() > 3, "It was rotated meanwhile.");
    }

    private static AuditEntry[] Entries(params string[] lines) =>
        [.. lines.Select(static line => new AuditEntry(default, default, line))];

    private AuditFile NewFile(int maxFiles = 16, TimeProvider? clock = null) => new(
        new SessionAuditLogOptions { File = _path, MaxFileBytes = SmallFile, MaxFiles = maxFiles },
        clock ?? _clock,
        _logs.CreateLogger("any"));

    private Task<FileStream> TakeTurnAsync() => new AuditFileTurn(_path + ".lock", _clock).TakeAsync();

    // The writer sets its timer on another thread: the clock moves until the timer is there.
    private async Task TickUntilDoneAsync(Task write)
    {
        long start = Stopwatch.GetTimestamp();
        while (!write.IsCompleted)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience.Limit);
            _clock.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Yield();
        }
    }

    private IEnumerable<string> Files() => Directory.EnumerateFiles(Path.GetDirectoryName(_path)!);

    private IEnumerable<string?> Names() => Files().Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
