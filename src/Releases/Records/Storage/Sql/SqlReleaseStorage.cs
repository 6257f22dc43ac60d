using System.Globalization;
using System.Net.Sockets;
using Npgsql;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Records.Coding;

namespace SecretsKit.Releases.Records.Storage.Sql;

/// <summary>
/// Records in a PostgreSQL database, in the tables of Helm, which are made if they are missing. Connects with the first request. Dispose it
/// after the last one.
/// </summary>
public sealed class SqlReleaseStorage : IReleaseStorage, IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly string _address;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _turn = new(1);
    private volatile bool _hasTables;

    /// <param name="settings">Where the database is.</param>
    /// <param name="ns">The namespace of the records; empty for all.</param>
    /// <param name="clock">For the times of changes.</param>
    public SqlReleaseStorage(SqlSettings settings, string ns, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (Namespace, _clock) = (ns, clock);
        _source = SqlSource.Create(settings);
        _address = string.Create(
            CultureInfo.InvariantCulture, $"{(settings.Host == "localhost" ? "127.0.0.1" : settings.Host)}:{settings.Port}");
    }

    /// <inheritdoc/>
    public StorageDriver Driver => StorageDriver.Sql;

    /// <inheritdoc/>
    public string Namespace { get; }

    /// <inheritdoc/>
    public long MaxPayloadBytes => long.MaxValue;

    /// <inheritdoc/>
    public Task<StorageOutcome> CreateAsync(StoredRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        return ChangeAsync(
            StorageOperation.Create,
            record.Name,
            async rows =>
            {
                try
                {
                    await rows.InsertAsync(record, Namespace, UnixTime.Of(_clock), cancellationToken);
                    return StorageOutcome.Done;
                }
                catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.UniqueViolation)
                {
                    return StorageOutcome.AlreadyExists;
                }
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StorageOutcome> UpdateAsync(StoredRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        return ChangeAsync(
            StorageOperation.Update,
            record.Name,
            async rows => await rows.UpdateAsync(record, Namespace, UnixTime.Of(_clock), cancellationToken)
                ? StorageOutcome.Done
                : StorageOutcome.NotFound,
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<StoredRecord?> GetAsync(RecordKey key, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> conditions = [new("key", key.ToString()), new("namespace", Namespace)];
        var found = await FindAsync(StorageOperation.Get, key.ToString(), conditions, cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    /// <inheritdoc/>
    public Task<StorageOutcome> DeleteAsync(RecordKey key, CancellationToken cancellationToken) => ChangeAsync(
        StorageOperation.Delete,
        key.ToString(),
        async rows => await rows.DeleteAsync(key.ToString(), Namespace, cancellationToken) ? StorageOutcome.Done : StorageOutcome.NotFound,
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredRecord>> ListAsync(RecordSelector selector, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selector);
        List<KeyValuePair<string, string>> conditions = [.. selector.Labels];
        if (Namespace.Length > 0)
        {
            conditions.Add(new("namespace", Namespace));
        }

        var operation = selector.Release is null ? StorageOperation.List : StorageOperation.Query;
        return FindAsync(operation, "", conditions, cancellationToken);
    }

    /// <summary>Closes its connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _turn.Dispose();
    }

    private async Task<IReadOnlyList<StoredRecord>> FindAsync(
        StorageOperation operation, string name, List<KeyValuePair<string, string>> conditions, CancellationToken ct)
    {
        try
        {
            await using var connection = await OpenAsync(ct);
            return await new SqlRows(connection).FindAsync(conditions, ct);
        }
        catch (NpgsqlException failure)
        {
            throw Failure(operation, name, failure);
        }
    }

    // All of a change, or nothing of it.
    private async Task<StorageOutcome> ChangeAsync(
        StorageOperation operation, string name, Func<SqlRows, Task<StorageOutcome>> change, CancellationToken ct)
    {
        try
        {
            await using var connection = await OpenAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            var outcome = await change(new(connection));
            if (outcome == StorageOutcome.Done)
            {
                await transaction.CommitAsync(ct);
            }

            return outcome;
        }
        catch (NpgsqlException failure)
        {
            throw Failure(operation, name, failure);
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await _source.OpenConnectionAsync(ct);
            await EnsureTablesAsync(connection, ct);
            var opened = connection;
            connection = null;
            return opened;
        }
        catch (NpgsqlException failure)
        {
            throw Failure(StorageOperation.Open, "", failure);
        }
        finally
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private async Task EnsureTablesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (_hasTables)
        {
            return;
        }

        await _turn.WaitAsync(ct);
        try
        {
            if (!_hasTables)
            {
                await SqlSchema.EnsureAsync(connection, ct);
                _hasTables = true;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    // The message of the server, or that of the connection. No inner exception: those of the package may hold what was sent.
    private SecretsKitException Failure(StorageOperation operation, string name, NpgsqlException failure)
    {
        var reason = failure is PostgresException server ? $"{server.MessageText} (SQLSTATE {server.SqlState})" : failure.Message;
        var hint = operation == StorageOperation.Open && failure is not PostgresException
            ? "check host and port of HELM_DRIVER_SQL_CONNECTION_STRING, and whether the server is running"
            : null;
        var socket = failure.InnerException as SocketException;
        return new StorageCause(operation, Driver, Namespace, name)
        {
            Socket = socket?.SocketErrorCode,
            Address = socket is null ? "" : _address,
        }.ToException(reason, null, hint);
    }
}
