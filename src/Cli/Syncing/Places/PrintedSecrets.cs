using System.Buffers;
using System.Text;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Cli.Stores;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Display;
using SecretsKit.Sync.Local;

namespace SecretsKit.Cli.Syncing.Places;

/// <summary>
/// Secrets on standard output, as documents of YAML or as lines of JSON. A terminal shows values only if that was asked for.
/// </summary>
/// <param name="context">Of the run.</param>
/// <param name="isJson">Whether each is a line of JSON.</param>
/// <param name="shows">Whether a terminal shows values.</param>
internal sealed class PrintedSecrets(VerbContext context, bool isJson, bool shows) : ISyncPlace
{
    private readonly bool _masks = context.Host.OutputIsTerminal && !shows;
    private bool _hasPrinted;

    /// <inheritdoc/>
    public string NameOf(LocalMapping mapping) => mapping.Target.ToString();

    /// <inheritdoc/>
    public ValueTask<LocalMapping> IdentifyAsync(LocalMapping mapping, CancellationToken ct) => ValueTask.FromResult(mapping);

    /// <inheritdoc/>
    public ValueTask<MapValue?> FindAsync(LocalMapping mapping, MapValue? given, CancellationToken ct) => ValueTask.FromResult(given);

    /// <inheritdoc/>
    public ValueTask<bool> WriteAsync(LocalMapping mapping, LocalOutcome outcome, MapValue? existing, CancellationToken ct)
    {
        if (outcome is { Wanted: { } wanted, Action: not LocalAction.Delete })
        {
            Print(_masks ? Masked(wanted) : wanted);
        }

        return ValueTask.FromResult(true);
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync(bool hasFailures, CancellationToken ct)
    {
        if (_masks && _hasPrinted)
        {
            context.Terminal.Flush();
            FailureReport.SayHint(
                context.Terminal, "values are hidden on a terminal: --show prints them, and a pipe gets them as they are");
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Print(MapValue secret)
    {
        var text = new ArrayBufferWriter<byte>();
        if (isJson)
        {
            text.Write(GoJson.Format(Value.Of(secret), GoJsonOptions.Raw));
            text.Write("\n"u8);
        }
        else
        {
            text.Write("---\n"u8);
            KubernetesYaml.Write(Value.Of(secret), text);
        }

        _hasPrinted = true;
        Output.Print(
            context.Host,
            context.Host.OutputIsTerminal
                ? Encoding.UTF8.GetBytes(DisplayText.SafeLines(Encoding.UTF8.GetString(text.WrittenSpan)))
                : text.WrittenSpan);
    }

    // The mark of the content would let weak values be guessed.
    private static MapValue Masked(MapValue secret)
    {
        var copy = new MapValue();
        foreach (var (key, value) in secret.Entries)
        {
            copy.Set(key, key.RevealText() switch
            {
                "data" when value.AsMap is { } data => Value.Of(Hidden(data, _ => true)),
                "metadata" when value.AsMap is { } metadata => Value.Of(WithoutMark(metadata)),
                _ => value,
            });
        }

        return copy;
    }

    private static MapValue WithoutMark(MapValue metadata)
    {
        var copy = new MapValue();
        foreach (var (key, value) in metadata.Entries)
        {
            copy.Set(key, key.RevealText() == "annotations" && value.AsMap is { } texts
                ? Value.Of(Hidden(texts, name => name.EndsWith("/data-hash", StringComparison.Ordinal)))
                : value);
        }

        return copy;
    }

    private static MapValue Hidden(MapValue map, Func<string, bool> isHidden)
    {
        var hidden = new MapValue();
        foreach (var key in map.SortedKeys.ToArray())
        {
            hidden.Set(key, isHidden(key.RevealText()) ? Value.Of(SecretShape.Mark) : map[key]);
        }

        return hidden;
    }
}
