using System.Buffers;
using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.PostRendering;

/// <summary>
/// What Helm 4 hands to post-renderers: the documents of all rendered files, hooks among them, as one
/// stream, each with the name of its file in an annotation; and the way back (spec helm.md 19). Documents are written again, so that layout
/// is normalised: steps of two blanks, sequences not indented, comments kept. Documents of comments alone are lost.
/// </summary>
public static class AnnotatedDocuments
{
    private const int Indent = 2;
    private const string Separator = "\n---";
    private static readonly ByteString Metadata = new("metadata");
    private static readonly ByteString Annotations = new("annotations");
    private static readonly ByteString FileName = new("postrenderer.helm.sh/postrender-filename");

    /// <summary>The stream of rendered files; partials and blank files are left out.</summary>
    /// <param name="files">Texts by path.</param>
    /// <exception cref="ChartException">A file is no YAML.</exception>
    public static byte[] Merge(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        var documents = new List<YamlNode>();
        foreach (var (path, text) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            if (PartialTemplate.Is(path) || Encoding.UTF8.GetString(text).AsSpan().Trim().IsEmpty)
            {
                continue;
            }

            foreach (var document in Guard($"error merging manifests: parsing {path}: ", () => Read(text)))
            {
                Annotate(document, path);
                documents.Add(document);
            }
        }

        return Write(documents);
    }

    /// <summary>The files of a stream, each document under the name that it carries, or one made of its number.</summary>
    /// <exception cref="ChartException">The stream is no YAML.</exception>
    public static IReadOnlyDictionary<string, byte[]> Split(byte[] stream)
    {
        var documents = Guard("error while parsing post rendered output: error parsing YAML: ", () => Read(stream));
        var files = new SortedDictionary<string, List<YamlNode>>(StringComparer.Ordinal);
        foreach (var (number, document) in documents.Index())
        {
            var name = TakeName(document) is { Length: > 0 } own ? own : $"generated-by-postrender-{number}.yaml";
            if (!files.TryGetValue(name, out var list))
            {
                files.Add(name, list = []);
            }

            list.Add(document);
        }

        return files.ToDictionary(file => file.Key, file => Write(file.Value), StringComparer.Ordinal);
    }

    // At lines of dashes, a comment behind them at most; each piece counts for its first document.
    private static List<YamlNode> Read(byte[] text)
    {
        var documents = new List<YamlNode>();
        var plain = Encoding.UTF8.GetString(text).Replace("\r\n", "\n", StringComparison.Ordinal);
        var start = 0;
        for (int at, end; (at = plain.IndexOf(Separator, start, StringComparison.Ordinal)) >= 0
            && (end = plain.IndexOf('\n', at + 1)) >= 0; start = end + 1)
        {
            var rest = plain.AsSpan()[(at + Separator.Length)..end].Trim();
            if (rest is not ([] or ['#', ..]))
            {
                throw new ChartException($"invalid document separator: ---{rest}");
            }

            Add(documents, plain[start..(at + 1)]);
        }

        Add(documents, plain[start..]);
        return documents;
    }

    private static void Add(List<YamlNode> documents, string text)
    {
        var document = new YamlReader(Encoding.UTF8.GetBytes(text), DocumentLimits.Default) { NamesUnknownAnchors = true }.Read();
        if (document?.Children is not [{ } root])
        {
            return;
        }

        if (root.Kind == YamlKind.Mapping)
        {
            documents.Add(document);
        }
        else if (!(root.Kind == YamlKind.Scalar && root.Tag == YamlTags.Null))
        {
            throw new ChartException($"wrong node kind: expected MappingNode but got {root.Kind}Node");
        }
    }

    private static void Annotate(YamlNode document, string path)
    {
        var annotations = Child(Child(document.Children[0], Metadata), Annotations);
        Remove(annotations, FileName);
        annotations.Children.Add(Scalar(FileName));
        annotations.Children.Add(Scalar(new(path), YamlStyle.SingleQuoted));
    }

    // Tables that are empty without the annotation go, too.
    private static string? TakeName(YamlNode document)
    {
        var root = document.Children[0];
        if (Find(root, Metadata) is not { Kind: YamlKind.Mapping } metadata)
        {
            return null;
        }

        string? name = null;
        if (Find(metadata, Annotations) is { Kind: YamlKind.Mapping } annotations)
        {
            name = Find(annotations, FileName)?.Value.RevealText();
            Remove(annotations, FileName);
            RemoveIfEmpty(metadata, Annotations, annotations);
        }

        RemoveIfEmpty(root, Metadata, metadata);
        return name;
    }

    private static YamlNode Child(YamlNode mapping, ByteString key)
    {
        if (Find(mapping, key) is { Kind: YamlKind.Mapping } found)
        {
            return found;
        }

        Remove(mapping, key);
        var child = new YamlNode { Kind = YamlKind.Mapping, Tag = YamlTags.Map };
        mapping.Children.Add(Scalar(key));
        mapping.Children.Add(child);
        return child;
    }

    private static YamlNode? Find(YamlNode mapping, ByteString key) => Position(mapping, key) is var at and >= 0
        ? mapping.Children[at + 1]
        : null;

    private static void Remove(YamlNode mapping, ByteString key)
    {
        if (Position(mapping, key) is var at and >= 0)
        {
            mapping.Children.RemoveRange(at, 2);
        }
    }

    private static void RemoveIfEmpty(YamlNode mapping, ByteString key, YamlNode value)
    {
        if (value.Children.Count == 0)
        {
            Remove(mapping, key);
        }
    }

    private static int Position(YamlNode mapping, ByteString key)
    {
        for (var at = 0; at + 1 < mapping.Children.Count; at += 2)
        {
            if (mapping.Children[at].Value.Span.SequenceEqual(key.Span))
            {
                return at;
            }
        }

        return -1;
    }

    private static YamlNode Scalar(ByteString text, YamlStyle style = YamlStyle.None) => new()
    {
        Kind = YamlKind.Scalar,
        Tag = YamlTags.Str,
        Value = text,
        Style = style,
    };

    private static byte[] Write(List<YamlNode> documents)
    {
        var output = new ArrayBufferWriter<byte>();
        if (documents.Count > 0)
        {
            YamlWriter.Write(documents, output, Indent, compactSequences: true);
        }

        return output.WrittenSpan.ToArray();
    }

    private static List<YamlNode> Guard(string prefix, Func<List<YamlNode>> read)
    {
        try
        {
            return read();
        }
        catch (DocumentException failure)
        {
            throw new ChartException($"{prefix}MalformedYAMLError: {failure.Message}", inner: failure) { IsFromRendering = true };
        }
        catch (ChartException failure)
        {
            throw new ChartException(prefix + failure.Message, inner: failure) { IsFromRendering = true };
        }
    }
}
