using Npgsql;

namespace SecretsKit.Releases.Records.Storage.Sql;

/// <summary>The tables of records, made as Helm makes them and noted where it looks (spec helm.md 6.3).</summary>
internal static class SqlSchema
{
    // Those who make tables at the same time wait for each other.
    private const string TakeTurns = "SELECT pg_advisory_xact_lock(7234650198)";

    private const string Bookkeeping =
        """CREATE TABLE IF NOT EXISTS "gorp_migrations" ("id" text NOT NULL PRIMARY KEY, "applied_at" timestamp with time zone)""";

    private const string Releases = """
        CREATE TABLE releases_v1 (
          key VARCHAR(90), type VARCHAR(64) NOT NULL, body TEXT NOT NULL, name VARCHAR(64) NOT NULL, namespace VARCHAR(64) NOT NULL,
          version INTEGER NOT NULL, status TEXT NOT NULL, owner TEXT NOT NULL, createdAt INTEGER NOT NULL,
          modifiedAt INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (key, namespace));
        CREATE INDEX ON releases_v1 (key, namespace);
        CREATE INDEX ON releases_v1 (version);
        CREATE INDEX ON releases_v1 (status);
        CREATE INDEX ON releases_v1 (owner);
        CREATE INDEX ON releases_v1 (createdAt);
        CREATE INDEX ON releases_v1 (modifiedAt);
        GRANT ALL ON releases_v1 TO PUBLIC;
        ALTER TABLE releases_v1 ENABLE ROW LEVEL SECURITY;
        """;

    private const string CustomLabels = """
        CREATE TABLE custom_labels_v1 (
          releaseKey VARCHAR(64), releaseNamespace VARCHAR(67), key VARCHAR(317), value VARCHAR(63));
        CREATE INDEX ON custom_labels_v1 (releaseKey, releaseNamespace);
        GRANT ALL ON custom_labels_v1 TO PUBLIC;
        ALTER TABLE custom_labels_v1 ENABLE ROW LEVEL SECURITY;
        """;

    // In the order in which they are applied: by their names.
    private static readonly (string Id, string Statements)[] Migrations = [("custom_labels", CustomLabels), ("init", Releases)];

    /// <summary>Makes what is missing. A database that has all is only read, as those may do that may not make tables.</summary>
    public static async Task EnsureAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if ((await AppliedAsync(connection, ct)).Count == Migrations.Length)
        {
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, TakeTurns, ct);
        await ExecuteAsync(connection, Bookkeeping, ct);
        var applied = await AppliedAsync(connection, ct);
        foreach (var (id, statements) in Migrations)
        {
            if (!applied.Contains(id))
            {
                await ExecuteAsync(connection, statements, ct);
                await ExecuteAsync(connection, $"INSERT INTO gorp_migrations (id, applied_at) VALUES ('{id}', clock_timestamp())", ct);
            }
        }

        await transaction.CommitAsync(ct);
    }

    private static async Task<HashSet<string>> AppliedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var applied = new HashSet<string>(StringComparer.Ordinal);
        await using var exists = new NpgsqlCommand("SELECT to_regclass('gorp_migrations') IS NOT NULL", connection);
        if (await exists.ExecuteScalarAsync(ct) is not true)
        {
            return applied;
        }

        await using var command = new NpgsqlCommand("SELECT id FROM gorp_migrations WHERE id IN ('init', 'custom_labels')", connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            applied.Add(rows.GetString(0));
        }

        return applied;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statements, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(statements, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
