using Npgsql;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Records.Storage.Sql;

namespace SecretsKit.Cli.Auditing;

/// <summary>
/// The audit log of a machine (spec sops.md 10.10): a row in each of its databases for every file that is encrypted, decrypted or rotated.
/// What cannot be recorded is not done, or not shown. Without the file that asks for it nothing is read and nothing is connected.
/// </summary>
internal sealed class AuditLog : IAsyncDisposable
{
    private readonly string _user;
    private readonly List<NpgsqlDataSource> _databases = [];

    private AuditLog(string user) => _user = user;

    /// <summary>Records nothing.</summary>
    public static AuditLog None { get; } = new("");

    /// <summary>Opens the log that is asked for, and asks each of its databases for a sign of life.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.General"/>: it cannot be written.</exception>
    public static async Task<AuditLog> OpenAsync(CliHost host, CancellationToken ct)
    {
        if (!File.Exists(host.AuditConfig))
        {
            return None;
        }

        var log = new AuditLog(Environment.UserName);
        try
        {
            foreach (var settings in AuditConfig.Read(host))
            {
                var database = SqlSource.Create(settings);
                log._databases.Add(database);
                await RunAsync(database, $"Pinging audit database {log._databases.Count} of {host.AuditConfig} failed", "SELECT 1", [], ct);
            }

            return log;
        }
        catch
        {
            await log.DisposeAsync();
            throw;
        }
    }

    /// <summary>Records what is done with a file, before anyone sees a result of it.</summary>
    /// <param name="action">What.</param>
    /// <param name="file">Its absolute path; empty for standard input.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.General"/>: it could not be recorded.</exception>
    public async Task RecordAsync(AuditAction action, string file, CancellationToken ct)
    {
        var word = action switch
        {
            AuditAction.Encrypt => "encrypt",
            AuditAction.Decrypt => "decrypt",
            _ => "rotate",
        };
        foreach (var database in _databases)
        {
            await RunAsync(
                database,
                "Failed to insert audit record",
                "INSERT INTO audit_event (action, username, file) VALUES ($1, $2, $3)",
                [word, _user, file],
                ct);
        }
    }

    /// <summary>Closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases)
        {
            await database.DisposeAsync();
        }
    }

    // No inner exception: those of the package may hold what was sent.
    private static async Task RunAsync(
        NpgsqlDataSource database, string problem, string statement, IReadOnlyList<string> values, CancellationToken ct)
    {
        try
        {
            await using var command = database.CreateCommand(statement);
            foreach (var value in values)
            {
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
            }

            await command.ExecuteNonQueryAsync(ct);
        }
        catch (NpgsqlException failure)
        {
            var reason = failure is PostgresException server ? $"{server.MessageText} (SQLSTATE {server.SqlState})" : failure.Message;
            throw new SecretsKitException(ErrorCode.General, $"{problem}: {reason}")
            {
                Hint = "the administrator of this machine asks for an audit log; without it nothing is encrypted or decrypted",
            };
        }
    }
}
