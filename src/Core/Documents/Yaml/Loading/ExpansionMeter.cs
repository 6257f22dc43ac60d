using System.Runtime.CompilerServices;

namespace SecretsKit.Core.Documents.Yaml.Loading;

/// <summary>
/// Measures what a document becomes when each alias is replaced by a copy, without making one: a few lines of aliases to aliases stand for
/// billions of nodes. What anchors stand for is measured once.
/// </summary>
internal sealed class ExpansionMeter(DocumentLimits limits)
{
    private readonly Dictionary<YamlNode, Extent> _anchored = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<YamlNode> _open = new(ReferenceEqualityComparer.Instance);
    private long _total;

    /// <summary>Adds a document to the whole.</summary>
    /// <exception cref="DocumentException">An anchor contains itself, or the documents so far exceed a limit.</exception>
    public void Add(YamlNode document)
    {
        var extent = Measure(document);
        _total += extent.Nodes;
        if (_total > limits.MaxNodes)
        {
            throw YamlLoadErrors.Limit("the number of nodes", limits.MaxNodes, document);
        }
    }

    private Extent Measure(YamlNode node)
    {
        if (node.Kind == YamlKind.Scalar)
        {
            return new Extent(1, 0);
        }

        if (node.Kind == YamlKind.Alias)
        {
            return MeasureAlias(node);
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw YamlLoadErrors.Limit("the nesting", limits.MaxDepth, node);
        }

        var isAnchored = node.Anchor is not null;
        if (isAnchored)
        {
            _open.Add(node);
        }

        var nodes = 1L;
        var depth = 0;
        foreach (var child in node.Children)
        {
            var below = Measure(child);
            nodes += below.Nodes;
            depth = Math.Max(depth, below.Depth);
            Check(nodes, depth + 1, child);
        }

        var extent = new Extent(nodes, depth + (node.Kind == YamlKind.Document ? 0 : 1));
        if (isAnchored)
        {
            _open.Remove(node);
            _anchored[node] = extent;
        }

        return extent;
    }

    private Extent MeasureAlias(YamlNode alias)
    {
        var target = alias.Target!;
        if (_open.Contains(target))
        {
            throw YamlLoadErrors.ContainsItself(alias);
        }

        return _anchored.TryGetValue(target, out var extent) ? extent : Measure(target);
    }

    private void Check(long nodes, int depth, YamlNode at)
    {
        if (nodes > limits.MaxNodes)
        {
            throw YamlLoadErrors.Limit("the number of nodes", limits.MaxNodes, at);
        }

        if (depth > limits.MaxDepth + 1)
        {
            throw YamlLoadErrors.Limit("the nesting", limits.MaxDepth, at);
        }
    }

    private readonly record struct Extent(long Nodes, int Depth);
}
