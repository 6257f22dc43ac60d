using System.Runtime.CompilerServices;

namespace SecretsKit.Core.Documents.Yaml.Loading;

/// <summary>
/// Measures what a document becomes when each alias is replaced by a copy, without making one: a few lines of aliases to aliases stand for
/// billions of nodes. What anchors stand for is measured once. As in the reference, nearly all nodes of a
/// small document may come from aliases, and a tenth of those of a large one.
/// </summary>
internal sealed class ExpansionMeter(DocumentLimits limits)
{
    // Up to the first number of nodes the first part of them may come from aliases, from the second
    // on the second, in between proportionally.
    private const double Small = 400_000;
    private const double Large = 4_000_000;
    private const double MostWhenSmall = 0.99;
    private const double MostWhenLarge = 0.10;

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

        if (extent.Nodes > Small && extent.Aliased > extent.Nodes * MostAliased(extent.Nodes))
        {
            throw YamlLoadErrors.ExcessiveAliasing(document);
        }
    }

    private static double MostAliased(double nodes) =>
        nodes >= Large ? MostWhenLarge : MostWhenSmall - ((MostWhenSmall - MostWhenLarge) * ((nodes - Small) / (Large - Small)));

    private Extent Measure(YamlNode node)
    {
        if (node.Kind == YamlKind.Scalar)
        {
            return new Extent(1, 0, 0);
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

        var (nodes, aliased) = (1L, 0L);
        var depth = 0;
        foreach (var child in node.Children)
        {
            var below = Measure(child);
            nodes += below.Nodes;
            aliased += below.Aliased;
            depth = Math.Max(depth, below.Depth);
            Check(nodes, depth + 1, child);
        }

        var extent = new Extent(nodes, depth + (node.Kind == YamlKind.Document ? 0 : 1), aliased);
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

        var extent = _anchored.TryGetValue(target, out var known) ? known : Measure(target);
        return extent with { Aliased = extent.Nodes };
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

    private readonly record struct Extent(long Nodes, int Depth, long Aliased);
}
