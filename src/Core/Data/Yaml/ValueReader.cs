using System.Globalization;
using System.Runtime.CompilerServices;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Data.Yaml;

/// <summary>
/// Turns the nodes of one document into values: aliases become copies, merge keys are applied in
/// their place, keys become strings. Parts that are not wanted are gone through all the same, since what is
/// wrong in them is a failure of the document.
/// </summary>
internal sealed class ValueReader(KubernetesYamlOptions options)
{
    private readonly ScalarReader _scalars = new(options);
    private readonly HashSet<YamlNode> _open = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _duplicates = [];
    private YamlNode? _firstDuplicate;
    private readonly AliasMeter _meter = new(options.Limits);
    private int _depth;

    // Set inside a part that is not wanted: its maps are null, its other values nil.
    private bool _isUnwanted;
    private (YamlNode Key, YamlNode Value)? _nullKey;

    /// <summary>The value of a document node.</summary>
    public Value Read(YamlNode document)
    {
        var value = document.Children.Count == 0 ? Value.Nil : ReadNode(document.Children[0]);
        if (_nullKey is { } entry)
        {
            throw _scalars.NullKey(entry.Key, entry.Value);
        }

        return _duplicates.Count == 0 ? value
            : throw new DocumentException(
                ErrorCode.MalformedDocument,
                DocumentFault.DuplicateKey,
                "yaml: unmarshal errors:\n  " + string.Join("\n  ", _duplicates),
                _firstDuplicate!.Line,
                _firstDuplicate.Column);
    }

    private Value ReadNode(YamlNode node)
    {
        _meter.Count(node);
        switch (node.Kind)
        {
            case YamlKind.Scalar:
                return _isUnwanted ? _scalars.Check(node) : _scalars.Read(node);
            case YamlKind.Alias:
                return ReadAlias(node);
            default:
                Enter(node);
                var value = node.Kind == YamlKind.Mapping ? ReadMapping(node) : ReadSequence(node);
                _depth--;
                return value;
        }
    }

    private void Enter(YamlNode node)
    {
        if (++_depth > options.Limits.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw ReadingErrors.At(DocumentFault.Limit, node, $"the nesting exceeds the limit of {options.Limits.MaxDepth}");
        }
    }

    private Value ReadAlias(YamlNode alias)
    {
        var target = alias.Target!;
        if (!_open.Add(target))
        {
            throw ContainsItself(alias);
        }

        _meter.EnterAlias();
        var value = ReadNode(target);
        _meter.LeaveAlias();
        _open.Remove(target);
        return value;
    }

    private Value ReadSequence(YamlNode node)
    {
        Open(node);
        var items = _isUnwanted ? [] : new Value[node.Children.Count];
        for (var i = 0; i < node.Children.Count; i++)
        {
            var item = ReadNode(node.Children[i]);
            if (!_isUnwanted)
            {
                items[i] = item;
            }
        }

        Close(node);
        return _isUnwanted ? Value.Nil : Value.Of(new ListValue(items));
    }

    private Value ReadMapping(YamlNode node)
    {
        var map = _isUnwanted ? null : new MapValue(capacity: node.Children.Count / 2);
        AddEntries(map, node);
        return map is null ? Value.Nil : Value.Of(map);
    }

    private void AddEntries(MapValue? map, YamlNode node)
    {
        Open(node);
        (YamlNode Key, YamlNode Value)? nullKey = null;
        var children = node.Children;
        for (var i = 0; i + 1 < children.Count; i += 2)
        {
            if (IsMerge(children[i]))
            {
                Merge(map, children[i + 1]);
                continue;
            }

            var key = children[i];
            while (key.Kind == YamlKind.Alias)
            {
                key = key.Target!;
            }

            var name = ReadKey(key);
            var value = ReadField(name, children[i + 1]);
            if (name is null)
            {
                // The text is read to its end before JSON finds out; of several such keys of a map the last is left.
                nullKey = (key, children[i + 1]);
                continue;
            }

            if (options.RefusesDuplicates && map?.Contains(name.Value) == true)
            {
                _firstDuplicate ??= children[i];
                _duplicates.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"line {children[i + 1].Line}: key {_scalars.Show(key, name.Value)} already set in map"));
            }

            map?.Set(name.Value, value);
        }

        _nullKey ??= nullKey;
        Close(node);
    }

    private Value ReadField(ByteString? name, YamlNode node)
    {
        if (_depth > 1 || _isUnwanted || options.Wants is not { } wants || name is not { } key || wants(key.Span))
        {
            return ReadNode(node);
        }

        _isUnwanted = true;
        var value = ReadNode(node);
        _isUnwanted = false;
        return value;
    }

    // JSON has string keys only; the text of other scalars becomes one.
    private ByteString? ReadKey(YamlNode key)
    {
        _meter.Count(key);
        if (key.Kind != YamlKind.Scalar)
        {
            // What is wrong inside the key comes first.
            ReadNode(key);
            throw ReadingErrors.At(
                DocumentFault.InvalidKey, key, "invalid map key" + (options.QuotesContent ? ": " + GoSyntax.Of(key) : ""));
        }

        return _scalars.ReadKey(key);
    }

    private void Merge(MapValue? map, YamlNode source)
    {
        var from = source.Kind == YamlKind.Alias ? source.Target! : source;
        switch (from.Kind)
        {
            case YamlKind.Mapping:
                MergeMapping(map, from);
                break;
            case YamlKind.Sequence when source.Kind == YamlKind.Sequence:
                // Earlier ones take precedence, so they come last.
                for (var i = from.Children.Count - 1; i >= 0; i--)
                {
                    var item = from.Children[i].Kind == YamlKind.Alias ? from.Children[i].Target! : from.Children[i];
                    MergeMapping(map, item.Kind == YamlKind.Mapping ? item : throw WrongMerge(item));
                }

                break;
            default:
                throw WrongMerge(source);
        }
    }

    private void MergeMapping(MapValue? map, YamlNode from)
    {
        if (!_open.Add(from))
        {
            throw ContainsItself(from);
        }

        _open.Remove(from);
        _meter.EnterAlias();
        Enter(from);
        AddEntries(map, from);
        _depth--;
        _meter.LeaveAlias();
    }

    private void Open(YamlNode node)
    {
        if (node.Anchor is not null)
        {
            _open.Add(node);
        }
    }

    private void Close(YamlNode node)
    {
        if (node.Anchor is not null)
        {
            _open.Remove(node);
        }
    }

    private static bool IsMerge(YamlNode key) =>
        key.Kind == YamlKind.Scalar && key.Value.Span.SequenceEqual("<<"u8) && (key.Style == YamlStyle.None || key.Tag == YamlTags.Merge);

    private static DocumentException WrongMerge(YamlNode at) =>
        ReadingErrors.At(DocumentFault.InvalidMerge, at, "map merge requires map or sequence of maps as the value");

    private DocumentException ContainsItself(YamlNode at)
    {
        var name = at.Kind == YamlKind.Alias ? at.Value.RevealText() : at.Anchor;
        return ReadingErrors.At(
            DocumentFault.Cycle,
            at,
            options.QuotesContent ? $"anchor '{name}' value contains itself" : "an anchor's value contains itself");
    }
}
