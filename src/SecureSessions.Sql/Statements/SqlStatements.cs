namespace SecureSessions.Sql;

/// <summary>The statements of one dialect and schema. A file of the dialect's folder comes before one that all dialects share.</summary>
internal sealed class SqlStatements
{
    private readonly DialectTraits _traits;
    private readonly string _prefix;
    private readonly string _now;

    /// <param name="traits">The dialect.</param>
    /// <param name="schema">The schema of the tables, a name that was checked; <see langword="null"/> for the connection's own.</param>
    /// <param name="now">What tells the time in place of the database's clock: for tests, whose clock can be moved.</param>
    public SqlStatements(DialectTraits traits, string? schema, string? now = null)
    {
        _traits = traits;
        _prefix = traits.Prefix(schema);
        _now = now ?? traits.Now;
        Time = Load(nameof(Time), isRead: true);
        Read = Load(nameof(Read), isRead: true);
        Insert = Load(nameof(Insert));
        Update = Load(nameof(Update));
        Reserve = Load(nameof(Reserve));
        List = Load(nameof(List), isRead: true);
        Unlist = Load(nameof(Unlist));
        Past = Load(nameof(Past));
        History = Load(nameof(History), isRead: true);
        Devices = Load(nameof(Devices));
        Forget = Load(nameof(Forget));
        Lease = Load(nameof(Lease));
        Postpone = Load(nameof(Postpone));
        SigningKey = Load(nameof(SigningKey));
        Told = Load(nameof(Told), isRead: true);
        Exists = Load(nameof(Exists), isRead: true);
        Check = Load(nameof(Check), isRead: true);
        Purges =
        [
            Load("PurgeLater"), Load("PurgeSessions"), Load("PurgeHistory"), Load("PurgeDevices"), Load("PurgeForgotten"),
            Load("PurgeSigningKeys"),
        ];
        Schema = (schema is null ? "" : Fill(Text("Namespace"))) + Fill(Text(nameof(Schema)));
    }

    public SqlStatement Time { get; }

    public SqlStatement Read { get; }

    public SqlStatement Insert { get; }

    public SqlStatement Update { get; }

    public SqlStatement Reserve { get; }

    public SqlStatement List { get; }

    public SqlStatement Unlist { get; }

    public SqlStatement Past { get; }

    public SqlStatement History { get; }

    public SqlStatement Devices { get; }

    public SqlStatement Forget { get; }

    public SqlStatement Lease { get; }

    public SqlStatement Postpone { get; }

    public SqlStatement SigningKey { get; }

    public SqlStatement Told { get; }

    /// <summary>Whether there are tables at all.</summary>
    public SqlStatement Exists { get; }

    /// <summary>Which version the tables have, and whether the database is one to write to.</summary>
    public SqlStatement Check { get; }

    /// <summary>Each deletes, or puts off, a batch of what is over.</summary>
    public IReadOnlyList<SqlStatement> Purges { get; }

    /// <summary>The script that makes the tables.</summary>
    public string Schema { get; }

    // Comments are for those who read the files, and not sent.
    private SqlStatement Load(string name, bool isRead = false) =>
        new(name, Fill(string.Join('\n', Text(name).Split('\n').Where(static line => !line.StartsWith("--", StringComparison.Ordinal)))), isRead);

    private string Text(string name) =>
        Find($"{_traits.Folder}.{name}") ?? Find(name) ?? throw new InvalidOperationException($"There is no statement {name}.");

    private string Fill(string text) => text
        .Replace("{schema}", _prefix, StringComparison.Ordinal)
        .Replace("{schema_name}", _prefix.TrimEnd('.'), StringComparison.Ordinal)
        .Replace("{lock}", _traits.Lock, StringComparison.Ordinal)
        .Replace("{skip_locked}", _traits.SkipLocked, StringComparison.Ordinal)
        .Replace("{now}", _now, StringComparison.Ordinal);

    private static string? Find(string name)
    {
        using Stream? stream = typeof(SqlStatements).Assembly.GetManifestResourceStream(name);
        if (stream is null)
            return null;

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
