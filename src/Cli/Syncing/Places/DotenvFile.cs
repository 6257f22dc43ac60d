using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Data;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Local;

namespace SecretsKit.Cli.Syncing.Places;

/// <summary>The keys of all Secrets as KEY=value lines: in a file, or on standard output.</summary>
/// <param name="context">Of the run.</param>
/// <param name="path">The file as typed; empty for standard output.</param>
/// <param name="writer">Writes the file.</param>
internal sealed class DotenvFile(VerbContext context, string path, SecretFileWriter writer) : ISyncPlace
{
    private readonly SortedDictionary<string, (SecretValue Value, LocalMapping Mapping)> _values = new(StringComparer.Ordinal);

    // What the file held before the first run; null before that is known.
    private Dictionary<string, SecretValue>? _before;
    private byte[] _written = [];

    /// <inheritdoc/>
    public string NameOf(LocalMapping mapping) => path.Length > 0 ? path : mapping.Target.ToString();

    /// <inheritdoc/>
    public ValueTask<LocalMapping> IdentifyAsync(LocalMapping mapping, CancellationToken ct) => ValueTask.FromResult(mapping);

    /// <inheritdoc/>
    public ValueTask<MapValue?> FindAsync(LocalMapping mapping, MapValue? given, CancellationToken ct) => ValueTask.FromResult(given);

    /// <inheritdoc/>
    public async ValueTask<bool> WriteAsync(LocalMapping mapping, LocalOutcome outcome, MapValue? existing, CancellationToken ct)
    {
        _before ??= await BeforeAsync(ct);

        // A later run replaces what this mapping gave before.
        var mine = _values.Where(entry => entry.Value.Mapping.ToString() == mapping.ToString()).Select(entry => entry.Key).ToList();
        var found = outcome.Action == LocalAction.Delete ? new() : outcome.Values;
        foreach (var (key, value) in found.Entries)
        {
            Require(key, value);
            if (_values.TryGetValue(key, out var other) && !mine.Contains(key) && !other.Value.IsSame(value))
            {
                throw new SecretsKitException(
                    ErrorCode.General, DisplayText.Message($"{other.Mapping} gives the key {key} already, with another value"))
                {
                    Hint = "name the mappings that belong into one file",
                };
            }
        }

        var isChanged = mine.Exists(key => found[key] is null)
            || found.Entries.Any(entry => Known(entry.Key)?.IsSame(entry.Value) != true);
        mine.ForEach(key => _values.Remove(key));
        foreach (var (key, value) in found.Entries)
        {
            _values[key] = (value, mapping);
        }

        return isChanged;
    }

    /// <inheritdoc/>
    public async ValueTask CompleteAsync(bool hasFailures, CancellationToken ct)
    {
        // What a mapping gave that fails today stays.
        var kept = hasFailures && path.Length > 0 ? await OldAsync(ct) : [];
        var entries = kept.Where(entry => entry.Key is StringNode key && !_values.ContainsKey(key.Value.RevealText()))
            .Concat(_values.Select(entry => MapEntry.Of(entry.Key, new StringNode(new ByteString(entry.Value.Value.Bytes)))))
            .ToList();
        var text = new PlainFile(new([new MapNode(entries)])).Serialize(DocumentFormat.Dotenv, new());
        if (path.Length > 0)
        {
            // A file that is encrypted anew is another one, though its values are the same.
            if (!_written.AsSpan().SequenceEqual(text))
            {
                await writer.WriteAsync(path, text, DocumentFormat.Dotenv, ct);
                _written = text;
            }
        }
        else
        {
            Output.PrintPlaintext(context.Host, text);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private SecretValue? Known(string key) =>
        _values.TryGetValue(key, out var known) ? known.Value : _before!.GetValueOrDefault(key);

    // An encrypted file may need a key that encrypting does not: it counts as changed at first.
    private async ValueTask<Dictionary<string, SecretValue>> BeforeAsync(CancellationToken ct)
    {
        var old = path.Length > 0 && File.Exists(context.Host.Environment.ResolvePath(path))
            && !EncryptedFile.LooksEncrypted((await context.ReadAsync(path, ct)).Content, DocumentFormat.Dotenv)
            ? await OldAsync(ct)
            : [];
        var values = new Dictionary<string, SecretValue>(StringComparer.Ordinal);
        foreach (var entry in old)
        {
            if (entry is { Key: StringNode key, Value: StringNode value })
            {
                values[key.Value.RevealText()] = new(value.Value.Span.ToArray());
            }
        }

        return values;
    }

    private async ValueTask<List<MapEntry>> OldAsync(CancellationToken ct)
    {
        if (!File.Exists(context.Host.Environment.ResolvePath(path)))
        {
            return [];
        }

        var input = await context.ReadAsync(path, ct);
        if (!EncryptedFile.LooksEncrypted(input.Content, DocumentFormat.Dotenv))
        {
            return PlainFile.Load(input.Content, DocumentFormat.Dotenv).Tree.Branches is [MapNode map, ..] ? [.. map.Entries] : [];
        }

        var (_, decrypted) = await context.DecryptAsync(path, DocumentFormat.Dotenv, DecryptionRequest.Default, ct);
        using (decrypted)
        {
            return decrypted.Plain.Tree.Branches is [MapNode map, ..] ? [.. map.Entries] : [];
        }
    }

    private static void Require(string key, SecretValue value)
    {
        if (key.Length == 0 || char.IsAsciiDigit(key[0]) || !key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
        {
            throw new SecretsKitException(ErrorCode.EmitFailed, DisplayText.Message($"the key {key} cannot be a variable"))
            {
                Hint = "a template or a rewrite of the mapping gives keys other names: letters, digits and '_'",
            };
        }

        if (value.Bytes.Span.Contains((byte)0) || !System.Text.Unicode.Utf8.IsValid(value.Bytes.Span))
        {
            throw new SecretsKitException(
                ErrorCode.EmitFailed, DisplayText.Message($"the value of {key} is no text: dotenv cannot hold it"))
            {
                Hint = "--output folder can",
            };
        }
    }
}
