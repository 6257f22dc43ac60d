using System.Globalization;
using System.Text;
using Npgsql;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Records.Storage.Sql;

/// <summary>Rows of records and of their users' labels, on one connection.</summary>
/// <param name="connection">Open. Lent.</param>
internal sealed class SqlRows(NpgsqlConnection connection)
{
    private static readonly string[] Columns = [ReleaseLabels.Name, ReleaseLabels.Owner, ReleaseLabels.Status, ReleaseLabels.Version];

    /// <summary>The records whose columns have these values.</summary>
    /// <param name="conditions">Columns, which are ours, and values.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<IReadOnlyList<StoredRecord>> FindAsync(IReadOnlyList<KeyValuePair<string, string>> conditions, CancellationToken ct)
    {
        var where = string.Join(" AND ", conditions.Select((condition, at) => $"r.{condition.Key} = ${at + 1}"));
        string[] values = [.. conditions.Select(condition => condition.Value)];
        List<(string Key, string Namespace, string Body, string[] Columns)> found = [];
        await using (var command = Command(
            $"SELECT r.key, r.namespace, r.body, r.name, r.owner, r.status, r.version::text FROM releases_v1 r WHERE {where}", values))
        {
            await using var rows = await command.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                string[] columns = [rows.GetString(3), rows.GetString(4), rows.GetString(5), rows.GetString(6)];
                found.Add((rows.GetString(0), rows.GetString(1), rows.GetString(2), columns));
            }
        }

        // After the records: who adds one adds its labels at the same time.
        var labels = found.Count == 0 ? [] : await LabelsAsync(where, values, ct);
        return [.. found.Select(row =>
        {
            var all = labels.GetValueOrDefault((row.Key, row.Namespace)) ?? new(StringComparer.Ordinal);
            foreach (var (name, value) in Columns.Zip(row.Columns))
            {
                all[name] = value;
            }

            return new StoredRecord(row.Key, row.Namespace, all, Encoding.UTF8.GetBytes(row.Body));
        })];
    }

    /// <summary>Adds a record.</summary>
    public async Task InsertAsync(StoredRecord record, string ns, long time, CancellationToken ct)
    {
        await ExecuteAsync(
            "INSERT INTO releases_v1 (key, type, body, name, namespace, version, status, owner, createdAt) "
            + "VALUES ($1, $2, $3, $4, $5, $6::integer, $7, $8, $9::integer)",
            ct,
            record.Name,
            RecordCodec.RecordType,
            Body(record),
            record.Release,
            ns,
            Text(record.Revision),
            ReleaseStatusText.Of(record.Status),
            ReleaseLabels.OwnerValue,
            Text(time));
        await InsertLabelsAsync(record, ns, ct);
    }

    /// <summary>Replaces a record and the labels of its user.</summary>
    /// <returns>Whether there is one.</returns>
    public async Task<bool> UpdateAsync(StoredRecord record, string ns, long time, CancellationToken ct)
    {
        var count = await ExecuteAsync(
            "UPDATE releases_v1 SET body = $1, name = $2, version = $3::integer, status = $4, owner = $5, modifiedAt = $6::integer "
            + "WHERE key = $7 AND namespace = $8",
            ct,
            Body(record),
            record.Release,
            Text(record.Revision),
            ReleaseStatusText.Of(record.Status),
            ReleaseLabels.OwnerValue,
            Text(time),
            record.Name,
            ns);
        if (count > 0)
        {
            await DeleteLabelsAsync(record.Name, ns, ct);
            await InsertLabelsAsync(record, ns, ct);
        }

        return count > 0;
    }

    /// <summary>Removes a record and the labels of its user.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> DeleteAsync(string key, string ns, CancellationToken ct)
    {
        var count = await ExecuteAsync("DELETE FROM releases_v1 WHERE key = $1 AND namespace = $2", ct, key, ns);
        await DeleteLabelsAsync(key, ns, ct);
        return count > 0;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Body(StoredRecord record) => Encoding.ASCII.GetString(
        (record.Payload ?? throw new ArgumentException("a record is written with its payload", nameof(record))).Span);

    private async Task<Dictionary<(string Key, string Namespace), Dictionary<string, string>>> LabelsAsync(
        string where, string[] values, CancellationToken ct)
    {
        Dictionary<(string Key, string Namespace), Dictionary<string, string>> labels = [];
        await using var command = Command(
            "SELECT l.releaseKey, l.releaseNamespace, l.key, l.value FROM custom_labels_v1 l "
            + $"JOIN releases_v1 r ON r.key = l.releaseKey AND r.namespace = l.releaseNamespace WHERE {where}",
            values);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var place = (rows.GetString(0), rows.GetString(1));
            if (!labels.TryGetValue(place, out var own))
            {
                labels[place] = own = new(StringComparer.Ordinal);
            }

            own[rows.GetString(2)] = rows.GetString(3);
        }

        return labels;
    }

    private async Task InsertLabelsAsync(StoredRecord record, string ns, CancellationToken ct)
    {
        foreach (var (key, value) in ReleaseLabels.Custom(record.Labels))
        {
            await ExecuteAsync(
                "INSERT INTO custom_labels_v1 (releaseKey, releaseNamespace, key, value) VALUES ($1, $2, $3, $4)",
                ct,
                record.Name,
                ns,
                key,
                value);
        }
    }

    private Task<int> DeleteLabelsAsync(string key, string ns, CancellationToken ct) =>
        ExecuteAsync("DELETE FROM custom_labels_v1 WHERE releaseKey = $1 AND releaseNamespace = $2", ct, key, ns);

    private async Task<int> ExecuteAsync(string statement, CancellationToken ct, params string[] values)
    {
        await using var command = Command(statement, values);
        return await command.ExecuteNonQueryAsync(ct);
    }

    private NpgsqlCommand Command(string statement, string[] values)
    {
        var command = new NpgsqlCommand(statement, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        }

        return command;
    }
}
