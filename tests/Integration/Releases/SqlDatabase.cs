using Npgsql;
using SecretsKit.Releases.Records.Storage.Sql;

namespace SecretsKit.Integration.Releases;

/// <summary>A database of its own on the PostgreSQL server that <c>tests/servers/up</c> started.</summary>
internal sealed class SqlDatabase(string name) : IAsyncDisposable
{
    private static readonly SqlSettings Server = SqlConnectionText.Parse(
        Environment.GetEnvironmentVariable("SECRETSKIT_SQL") is { Length: > 0 } text
            ? text
            : throw new InvalidOperationException("no servers: run  eval \"$(tests/servers/up)\"  first, or tests/run, which does it"),
        _ => null);

    public SqlSettings Settings => In(name);

    public static SqlSettings In(string database) => new()
    {
        Host = Server.Host,
        Port = Server.Port,
        User = Server.User,
        Database = database,
        Protection = Server.Protection,
    };

    public async Task CreateAsync(CancellationToken ct) => await RunAsync(Server.Database, $"CREATE DATABASE \"{name}\"", ct);

    /// <summary>The rows of a statement, their columns as text with a bar between.</summary>
    public Task<IReadOnlyList<string>> RowsAsync(string statement, CancellationToken ct) => RunAsync(name, statement, ct);

    public async ValueTask DisposeAsync() =>
        await RunAsync(Server.Database, $"DROP DATABASE \"{name}\" WITH (FORCE)", CancellationToken.None);

    private static async Task<IReadOnlyList<string>> RunAsync(string database, string statement, CancellationToken ct)
    {
        var text = $"Host={Server.Host};Port={Server.Port};Username={Server.User};Database={database};SSL Mode=Disable;Pooling=false";
        await using var connection = new NpgsqlConnection(text);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(statement, connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        List<string> found = [];
        while (await rows.ReadAsync(ct))
        {
            var columns = Enumerable.Range(0, rows.FieldCount).Select(at => rows.IsDBNull(at) ? "" : rows.GetValue(at).ToString());
            found.Add(string.Join('|', columns));
        }

        return found;
    }
}
