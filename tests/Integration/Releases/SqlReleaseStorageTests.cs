using System.Text.Json.Nodes;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Records.Storage;
using SecretsKit.Releases.Records.Storage.Sql;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Releases;

/// <summary>
/// Records in rows of a real PostgreSQL.
/// P-212: as with HELM_DRIVER=sql.
/// </summary>
public sealed class SqlReleaseStorageTests : ReleaseStorageContract
{
    private static readonly string Reference = Path.Combine(
        Checkout.Root, "tests", "Goldens", "testdata", "releases", "records", "helm4-sql");

    private readonly List<SqlReleaseStorage> _opened = [];
    private readonly SqlDatabase _database;

    public SqlReleaseStorageTests() => _database = new(Namespace);

    public override async ValueTask InitializeAsync() => await _database.CreateAsync(Ct);

    public override async ValueTask DisposeAsync()
    {
        foreach (var storage in _opened)
        {
            await storage.DisposeAsync();
        }

        await _database.DisposeAsync();
    }

    [Fact]
    public async Task The_tables_are_those_of_the_reference()
    {
        await Open(Namespace).ListAsync(RecordSelector.All, Ct);
        var statements = await File.ReadAllTextAsync(Path.Combine(Reference, "ddl.sql"), Ct);
        await using var reference = new SqlDatabase(Namespace + "-reference");
        await reference.CreateAsync(Ct);
        await reference.RowsAsync(statements, Ct);
        string[] descriptions =
        [
            "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default "
                + "FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position",
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexdef",
            "SELECT relname, relrowsecurity FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname",
            "SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = 'PUBLIC' "
                + "AND table_schema = 'public' ORDER BY table_name, privilege_type",
        ];
        foreach (var description in descriptions)
        {
            var expected = await reference.RowsAsync(description, Ct);
            Assert.NotEmpty(expected);
            Assert.Equal(expected, await _database.RowsAsync(description, Ct));
        }

        Assert.Equal(["custom_labels", "init"], await _database.RowsAsync("SELECT id FROM gorp_migrations ORDER BY applied_at", Ct));
    }

    [Fact]
    public async Task Tables_are_made_once_by_any_number_at_the_same_time()
    {
        var lists = Enumerable.Range(0, 6).Select(_ => Open(Namespace).ListAsync(RecordSelector.All, Ct));
        Assert.All(await Task.WhenAll(lists), Assert.Empty);
        Assert.Equal(["2"], await _database.RowsAsync("SELECT count(*) FROM gorp_migrations", Ct));
    }

    [Fact]
    public async Task Rows_of_the_reference_are_read_and_ours_have_its_columns()
    {
        var storage = Open("rec-4sqlv");
        await storage.ListAsync(RecordSelector.All, Ct);
        var row = (await ReadAsync("sh.helm.release.v1.shop.v4.row.json")).AsObject();
        await _database.RowsAsync(Insert("releases_v1", row), Ct);
        var tables = await ReadAsync("tables.json");
        foreach (var label in tables["custom_labels_v1"]!.AsArray())
        {
            await _database.RowsAsync(Insert("custom_labels_v1", label!.AsObject()), Ct);
        }

        var record = Assert.Single(await storage.ListAsync(RecordSelector.Of("shop"), Ct));
        Assert.Equal(("Rollback to 1", "front"), (record.Read().Description, record.Labels["team"]));

        const string Columns = "SELECT key, type, name, namespace, version, status, owner, createdat, modifiedat FROM releases_v1";
        const string Labels = "SELECT key, value FROM custom_labels_v1 WHERE releasekey = 'sh.helm.release.v1.shop.v4'";
        var expected = await _database.RowsAsync(Columns, Ct);
        await storage.DeleteAsync(new("shop", 4), Ct);
        Assert.Empty(await _database.RowsAsync(Labels, Ct));
        await storage.CreateAsync(record, Ct);
        Assert.Equal(
            [expected[0].Replace(Text(row, "createdat"), "1780315200", StringComparison.Ordinal)[..^10] + "0"],
            await _database.RowsAsync(Columns, Ct));
        Assert.Equal(["team|front"], await _database.RowsAsync(Labels, Ct));
        Clock.Advance(TimeSpan.FromSeconds(7));
        await storage.UpdateAsync(Record("shop", 4, ReleaseStatus.Superseded), Ct);
        Assert.Equal(
            ["superseded|1780315200|1780315207"], await _database.RowsAsync("SELECT status, createdat, modifiedat FROM releases_v1", Ct));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named_without_the_password()
    {
        var settings = SqlConnectionText.Parse("host=127.0.0.1 port=1 user=u password=canary-41d7 sslmode=disable", _ => null);
        await using var storage = new SqlReleaseStorage(settings, "prod", Clock);
        var failure = await Assert.ThrowsAsync<SecretsKitException>(() => storage.ListAsync(RecordSelector.All, Ct));
        Assert.Equal(
            new StorageCause(StorageOperation.Open, StorageDriver.Sql, "prod")
            {
                Socket = System.Net.Sockets.SocketError.ConnectionRefused,
                Address = "127.0.0.1:1",
            },
            failure.Cause);
        Assert.Equal("cannot open the database of release records: Failed to connect to 127.0.0.1:1", failure.Message);
        Assert.DoesNotContain("canary", failure + settings.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_of_the_server_is_named_by_its_code()
    {
        await using var storage = new SqlReleaseStorage(SqlDatabase.In("no-such-database"), "prod", Clock);
        var failure = await Assert.ThrowsAsync<SecretsKitException>(() => storage.CreateAsync(Record("shop", 1), Ct));
        Assert.Equal(
            "cannot open the database of release records: database \"no-such-database\" does not exist (SQLSTATE 3D000)", failure.Message);
    }

    [Fact]
    public async Task A_label_that_cannot_be_stored_leaves_no_record_behind()
    {
        var storage = Open(Namespace);
        var record = Record("shop", 1, team: new('x', 100));
        var failure = await Assert.ThrowsAsync<SecretsKitException>(() => storage.CreateAsync(record, Ct));
        Assert.Equal(StorageOperation.Create, Assert.IsType<StorageCause>(failure.Cause).Operation);
        Assert.Contains("SQLSTATE 22001", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await storage.ListAsync(RecordSelector.All, Ct));
    }

    protected override IReleaseStorage Open(string ns)
    {
        _opened.Add(new(_database.Settings, ns, Clock));
        return _opened[^1];
    }

    protected override Task<string> OtherNamespaceAsync() => Task.FromResult(Namespace + "-other");

    private static async Task<JsonNode> ReadAsync(string file) =>
        JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Reference, file), Ct))!;

    private static string Text(JsonObject row, string name) => row[name]!.ToString();

    private static string Insert(string table, JsonObject row) =>
        $"INSERT INTO {table} ({string.Join(", ", row.Select(column => column.Key))}) "
        + $"VALUES ({string.Join(", ", row.Select(column => $"'{column.Value}'"))})";
}
