using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Values;

namespace SecretsKit.Sync.Targets;

/// <summary>The pairs that a template gives whose output is YAML (spec external-secrets.md 1.6, KeysAndValues).</summary>
internal static class TemplatePairs
{
    private const int LongestName = 120;

    // Failures must not quote what was rendered.
    private static readonly KubernetesYamlOptions Trees = new() { KeepsIntegers = true, QuotesContent = false };
    private static readonly KubernetesYamlOptions Texts = Trees with { KeepsInfinities = true };

    /// <summary>
    /// How failures call a template of pairs: by its own text, as the reference does; of a long one the cause would be lost at the end of
    /// the event.
    /// </summary>
    public static string NameOf(string text) =>
        text.Trim() is { Length: <= LongestName } line && !line.Contains('\n', StringComparison.Ordinal) ? text : "literal";

    /// <summary>The pairs; null for nothing but white space, which is no map, and no error.</summary>
    /// <param name="rendered">The output.</param>
    /// <param name="asTexts">Whether each value is wanted as a text, so that it need not have a JSON form.</param>
    /// <exception cref="SyncException">The output is no map.</exception>
    public static MapValue? Read(byte[] rendered, bool asTexts)
    {
        if (rendered.AsSpan().Trim((byte)'\n').Trim((byte)' ').IsEmpty)
        {
            return null;
        }

        Value pairs;
        try
        {
            pairs = KubernetesYaml.Read(rendered, asTexts ? Texts : Trees);
        }
        catch (SecretsKitException failure)
        {
            throw Failed($"could not unmarshal template to 'map[string][]byte': error converting YAML to JSON: {failure.Message}");
        }

        return pairs.AsMap ?? (pairs.IsNil ? null : throw Shape(pairs, "map[string]string"));
    }

    /// <summary>The failure of a value that has another shape than Go wants there.</summary>
    public static SyncException Shape(Value value, string type) => Failed(
        "could not unmarshal template to 'map[string][]byte': error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "
        + $"{ScalarText.JsonKind(value)} into Go value of type {type}");

    /// <summary>A rendered value, decoded.</summary>
    public static SecretValue Decoded(TemplateSource source, SecretValue value)
    {
        try
        {
            return ValueDecoding.Apply(source.Decoding, value);
        }
        catch (SyncException failure)
        {
            throw new SyncException(SyncFault.Target, $"could not decode a rendered value: {failure.Message}");
        }
    }

    /// <summary>Rendered pairs whose texts are decoded, in place.</summary>
    public static MapValue AllDecoded(TemplateSource source, MapValue pairs)
    {
        foreach (var key in pairs.SortedKeys)
        {
            if (pairs[key] is { IsString: true } text)
            {
                pairs.Set(key, Value.Of(Decoded(source, new SecretValue(text.StringBytes)).Bytes.Span));
            }
        }

        return pairs;
    }

    private static SyncException Failed(string problem) => new(SyncFault.Target, problem);
}
