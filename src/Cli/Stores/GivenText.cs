using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using SecretsKit.Charts.Manifests;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;

namespace SecretsKit.Cli.Stores;

/// <summary>The text of an object in its file, to find the places of fields.</summary>
internal sealed class GivenText
{
    private readonly Lazy<(YamlNode? Root, int FirstLine)> _read;
    private readonly int _place;

    private GivenText(ReadOnlyMemory<byte> content, Lazy<(YamlNode?, int)> read, int place) =>
        (Content, _read, _place) = (content, read, place);

    /// <summary>The document.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>The line of the file on which the document begins, from 1.</summary>
    public int FirstLine => _read.Value.FirstLine;

    /// <summary>The documents of a file. Each is read when the first place in it is asked for.</summary>
    public static IReadOnlyList<GivenText> Split(byte[] content) =>
        [.. DocumentSplitter.Split(content, HelmGeneration.V4)
            .Select(part => new GivenText(part, new(() => (Read(part), LineOf(content, part))), -1))];

    /// <summary>The text of an element of a list; the same for an object that is none.</summary>
    public GivenText Below(int place) => place < 0 ? this : new(Content, _read, place);

    /// <summary>Where a field is, from 1; the nearest one above it that is there.</summary>
    /// <param name="path">Names, and <c>[0]</c> for elements of lists.</param>
    /// <param name="textLine">The line within a text of several lines, from 1; 0 for the field itself.</param>
    public (int Line, int Column) Find(IReadOnlyList<string> path, int textLine)
    {
        var (at, firstLine) = _read.Value;
        if (at is null)
        {
            return (firstLine, 0);
        }

        IEnumerable<string> whole = _place < 0
            ? path
            : ["items", string.Create(CultureInfo.InvariantCulture, $"[{_place}]"), .. path];
        var key = at;
        foreach (var part in whole)
        {
            if (Child(at, part) is not ({ } name, { } value))
            {
                return (firstLine + key.Line - 1, key.Column);
            }

            (key, at) = (name, value);
        }

        // The text of a block begins below its mark.
        return textLine > 0 && at is { Kind: YamlKind.Scalar } && (at.Style & (YamlStyle.Literal | YamlStyle.Folded)) != 0
            ? (firstLine + at.Line - 1 + textLine, 0)
            : (firstLine + key.Line - 1, key.Column);
    }

    private static (YamlNode? Name, YamlNode? Value) Child(YamlNode? node, string part)
    {
        node = node is { Kind: YamlKind.Document } ? node.Children.FirstOrDefault() : node;
        node = node?.Target ?? node;
        if (node is { Kind: YamlKind.Sequence } && part is ['[', .. var digits, ']']
            && int.TryParse(digits, CultureInfo.InvariantCulture, out var at) && at < node.Children.Count)
        {
            return (node.Children[at], node.Children[at]);
        }

        var name = Encoding.UTF8.GetBytes(part);
        for (var index = 0; node is { Kind: YamlKind.Mapping } && index + 1 < node.Children.Count; index += 2)
        {
            if (node.Children[index].Value.Span.SequenceEqual(name))
            {
                return (node.Children[index], node.Children[index + 1]);
            }
        }

        return default;
    }

    // Objects are read by rules that are less strict in places.
    private static YamlNode? Read(ReadOnlyMemory<byte> part)
    {
        try
        {
            return new YamlReader(part, DocumentLimits.Default) { SkipsComments = true }.Read();
        }
        catch (DocumentException)
        {
            return null;
        }
    }

    private static int LineOf(byte[] content, ReadOnlyMemory<byte> part) =>
        MemoryMarshal.TryGetArray(part, out var segment) && ReferenceEquals(segment.Array, content)
            ? 1 + content.AsSpan(0, segment.Offset).Count((byte)'\n')
            : 1;
}
