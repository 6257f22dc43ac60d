using System.Text;
using System.Text.Json;
using SecretsKit.Core.Text;
using SecretsKit.Releases.Records.Format;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Records.Coding;

/// <summary>
/// Reads what lists show of a record and passes over the rest, such as templates, values and manifest, without making anything of it.
/// </summary>
internal ref struct SummaryReader
{
    // As deep as the full reader goes.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 10_000 };

    private Utf8JsonReader _json;
    private string _name = "";
    private string _namespace = "";
    private int _revision;
    private string _status = "";
    private string _description = "";
    private string _lastDeployed = "";
    private string _chart = "";
    private string _version = "";
    private string _appVersion = "";

    private SummaryReader(ReadOnlySpan<byte> json) => _json = new(json, Options);

    private enum Level
    {
        Release,
        Info,
        Chart,
        Metadata,
    }

    /// <summary>What lists show; null where the full reader has to say what the record holds, or why it holds nothing.</summary>
    public static ReleaseSummary? TryRead(StoredRecord record)
    {
        if (record.Payload is not { } payload || RecordPayload.Decode(payload.Span, out var json) is not null)
        {
            return null;
        }

        try
        {
            return new SummaryReader(json.Span).Read(record);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // A value of another type, or a text that is not UTF-8.
            return null;
        }
    }

    private ReleaseSummary? Read(StoredRecord record)
    {
        _json.Read();
        ReadObject(Level.Release);
        _json.Read();
        Timestamp time = default;
        if (_lastDeployed.Length > 0 && !Timestamp.TryParseRfc3339(Encoding.UTF8.GetBytes(_lastDeployed), out time))
        {
            return null;
        }

        return new()
        {
            Name = _name,
            Namespace = _namespace,
            Revision = _revision,
            Status = ReleaseStatusText.Parse(_status),
            Description = _description,
            LastDeployed = _lastDeployed.Length == 0 || time.SameInstant(RecordTree.ZeroTime) ? null : time,
            ChartName = _chart,
            ChartVersion = _version,
            AppVersion = _appVersion,
            Labels = record.Labels,
        };
    }

    // From the brace that opens an object to the one that closes it.
    private void ReadObject(Level level)
    {
        if (_json.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (_json.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            ReadField(level);
        }
    }

    private void ReadField(Level level)
    {
        if (Is(level, Level.Release, "name"u8))
        {
            ReadText(ref _name);
        }
        else if (Is(level, Level.Release, "namespace"u8))
        {
            ReadText(ref _namespace);
        }
        else if (Is(level, Level.Release, "version"u8))
        {
            _json.Read();
            if (_json.TokenType != JsonTokenType.Null && !_json.TryGetInt32(out _revision))
            {
                throw new JsonException();
            }
        }
        else if (Is(level, Level.Release, "info"u8))
        {
            _json.Read();
            ReadObject(Level.Info);
        }
        else if (Is(level, Level.Release, "chart"u8))
        {
            _json.Read();
            ReadObject(Level.Chart);
        }
        else if (Is(level, Level.Info, "status"u8))
        {
            ReadText(ref _status);
        }
        else if (Is(level, Level.Info, "description"u8))
        {
            ReadText(ref _description);
        }
        else if (Is(level, Level.Info, "last_deployed"u8))
        {
            ReadText(ref _lastDeployed);
        }
        else if (Is(level, Level.Chart, "metadata"u8))
        {
            _json.Read();
            ReadObject(Level.Metadata);
        }
        else if (Is(level, Level.Metadata, "name"u8))
        {
            ReadText(ref _chart);
        }
        else if (Is(level, Level.Metadata, "version"u8))
        {
            ReadText(ref _version);
        }
        else if (Is(level, Level.Metadata, "appVersion"u8))
        {
            ReadText(ref _appVersion);
        }
        else
        {
            _json.Skip();
        }
    }

    private readonly bool Is(Level level, Level wanted, ReadOnlySpan<byte> key) => level == wanted && _json.ValueTextEquals(key);

    private void ReadText(ref string text)
    {
        _json.Read();
        text = _json.GetString() ?? text;
    }
}
