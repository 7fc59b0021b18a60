namespace SecureSessions.Sql;

/// <summary>The keys that sign access tokens, in a database: a row for each.</summary>
internal sealed class SqlSigningKeyStore(SqlDatabase database) : ISigningKeyStore
{
    public async ValueTask<StoredSigningKey> GetOrAddAsync(StoredSigningKey candidate, CancellationToken cancellationToken)
    {
        List<ReadOnlyMemory<byte>> kept = await database.QueryAsync(
            database.Statements.SigningKey,
            new SqlArguments()
                .With("name", candidate.Name)
                .With("sealed", candidate.Bytes)
                .With("expires_at", candidate.ExpiresAt)
                .With("replaces", candidate.Replaces),
            static row => row.Bytes(0),
            cancellationToken);
        return new StoredSigningKey
        {
            Name = candidate.Name,
            Bytes = kept is [var bytes] ? bytes : candidate.Bytes,
            ExpiresAt = candidate.ExpiresAt,
        };
    }
}
