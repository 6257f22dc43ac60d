using SecretsKit.Charts.UnitTesting.Assertions;
using SecretsKit.Charts.UnitTesting.Documents;
using SecretsKit.Core.Data;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.UnitTesting.Rendering;

/// <summary>
/// Reads rendered files as documents. Most tests of a suite render most files to the same text, so documents are kept by text; they are
/// never changed.
/// </summary>
internal sealed class DocumentCache
{
    private const int MostBytes = 32 * 1024 * 1024;

    private readonly Dictionary<(bool IsText, ByteString Text), IReadOnlyList<Value>> _documents = [];
    private long _bytes;

    /// <summary>The documents of a file, empty ones left out.</summary>
    /// <param name="path">Its template; one that is no YAML by its name is one text.</param>
    /// <param name="text">What it rendered to; must not change.</param>
    /// <exception cref="DocumentException">It is no YAML, or a document is no map.</exception>
    public IReadOnlyList<Value> Read(string path, byte[] text)
    {
        var key = (path.EndsWith(".txt", StringComparison.Ordinal), new ByteString(text.AsMemory()));
        if (_documents.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_bytes > MostBytes)
        {
            _documents.Clear();
            _bytes = 0;
        }

        _bytes += text.Length;
        return _documents[key] = key.Item1 ? [RawText.Document(text)] : [.. Documents(text)];
    }

    private static IEnumerable<Value> Documents(byte[] text)
    {
        foreach (var node in PlainYaml.Nodes(text))
        {
            var value = PlainYaml.ValueOf(node);
            if (value.IsNil)
            {
                continue;
            }

            if (value.AsMap is null)
            {
                var shown = value.AsList is not null ? "!!seq" : $"{node.Tag} `{Shorten(node.Value.RevealText())}`";
                throw new DocumentException(
                    ErrorCode.MalformedDocument,
                    DocumentFault.InvalidScalar,
                    $"yaml: unmarshal errors:\n  line {node.Line}: cannot unmarshal {shown:lines} into map[string]interface {{}}",
                    node.Line,
                    node.Column);
            }

            if (value.AsMap.Count > 0)
            {
                yield return value;
            }
        }
    }

    private static string Shorten(string text) => text.Length > 10 ? text[..7] + "..." : text;
}
