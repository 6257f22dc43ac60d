using System.Text;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Secrets;
using SecretsKit.Integration.Releases;
using SecretsKit.Platform;
using SecretsKit.Platform.Terminal;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Sops;

/// <summary>
/// The audit log of a machine in a real PostgreSQL, with the table that sops documents: a row for each file that is encrypted, decrypted
/// and rotated (spec sops.md 10.10).
/// </summary>
public sealed class AuditLogTests : IAsyncLifetime
{
    private const string Recipient = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    private const string Identity = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";

    private const string Table = """
        CREATE TABLE audit_event (
          id SERIAL PRIMARY KEY, timestamp TIMESTAMP NOT NULL DEFAULT NOW(), action TEXT, username TEXT, file TEXT)
        """;

    private readonly SqlDatabase _database = new("audit" + Guid.NewGuid().ToString("N")[..8]);
    private readonly TestFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync(Ct);
        var settings = _database.Settings;
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "audit.yaml"), $"""
            backends:
              postgres:
                - connection_string: "postgres://{settings.User}@{settings.Host}:{settings.Port}/{settings.Database}?sslmode=disable"
            """, Ct);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "plain.yaml"), "a: canary-value\n", Ct);
    }

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Each_file_that_is_encrypted_decrypted_or_rotated_is_a_row()
    {
        await _database.RowsAsync(Table, Ct);
        Assert.Equal((0, ""), await RunAsync("encrypt", "--age", Recipient, "--output", "file.enc.yaml", "plain.yaml"));
        Assert.Equal((0, ""), await RunAsync("decrypt", "file.enc.yaml"));
        Assert.Equal((0, ""), await RunAsync("rotate", "-i", "file.enc.yaml"));
        var rows = await _database.RowsAsync("SELECT action, username, file FROM audit_event ORDER BY id", Ct);
        var user = Environment.UserName;
        var (plain, file) = (Path.Combine(_folder.Path, "plain.yaml"), Path.Combine(_folder.Path, "file.enc.yaml"));
        Assert.Equal($"encrypt|{user}|{plain}", rows[0]);
        Assert.Contains($"decrypt|{user}|{file}", rows);
        Assert.Contains($"rotate|{user}|{file}", rows);
        Assert.Equal("0", Assert.Single(await _database.RowsAsync(
            "SELECT count(*) FROM audit_event WHERE timestamp IS NULL OR abs(extract(epoch FROM now() - timestamp)) > 3600", Ct)));
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_not_shown()
    {
        await _database.RowsAsync(Table, Ct);
        await RunAsync("encrypt", "--age", Recipient, "--output", "file.enc.yaml", "plain.yaml");
        await _database.RowsAsync("DROP TABLE audit_event", Ct);
        var (exit, error) = await RunAsync("decrypt", "file.enc.yaml");
        Assert.Equal(1, exit);
        Assert.Contains("Failed to insert audit record", error, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error, StringComparison.Ordinal);
    }

    private async Task<(int Exit, string Error)> RunAsync(params string[] words)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var host = new CliHost
        {
            Redaction = new(),
            Clock = TimeProvider.System,
            Environment = new HostEnvironment(
                new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["HOME"] = _folder.Path, ["SOPS_AGE_KEY"] = Identity },
                _folder.Path),
            Input = new MemoryStream(),
            Output = output,
            Error = error,
            Prompt = new Nobody(),
            AuditConfig = Path.Combine(_folder.Path, "audit.yaml"),
        };
        var exit = await SecretsKit.Cli.Program.RunAsync("sops", words, host, Ct);
        return (exit, Encoding.UTF8.GetString(error.ToArray()));
    }

    private sealed class Nobody : IPassphrasePrompt
    {
        public ValueTask<SecretBytes?> AskAsync(string prompt, CancellationToken cancellationToken) => new((SecretBytes?)null);
    }
}
