using SecretsKit.Charts.Model;
using SecretsKit.Charts.Releases;
using SecretsKit.Core.Data;
using SecretsKit.Core.Secrets.Redaction;

namespace SecretsKit.Releases.Diffing.Causes;

/// <summary>The user's values with a mark in the place of each that was encrypted.</summary>
public static class SecretMarks
{
    private static readonly Value Mark = Value.Of(RedactionScope.Mark);

    /// <summary>
    /// What the last revision was given where there is an encrypted value now: most likely the same secret before it was changed, so
    /// that it is not shown either.
    /// </summary>
    /// <param name="config">The values that the last revision was given; null for none.</param>
    /// <param name="rendered">What is to be deployed.</param>
    /// <param name="generation">Whose rules count.</param>
    public static IEnumerable<byte[]> Earlier(MapValue? config, RenderedRelease rendered, HelmGeneration generation) =>
        config is null ? [] : Earlier(Value.Of(config), Value.Of(Of(rendered, generation)));

    /// <summary>The values with marks.</summary>
    internal static MapValue Of(RenderedRelease rendered, HelmGeneration generation) => rendered.Sources.Merge(generation, Place);

    /// <summary>The mark.</summary>
    internal static Value Place(Value secret) => Mark;

    /// <summary>Whether a mark is in a value.</summary>
    internal static bool AreIn(Value value) => Inner(value) is { } inner ? inner.Any(AreIn) : FieldComparison.AreEqual(value, Mark);

    private static IEnumerable<byte[]> Earlier(Value old, Value marked)
    {
        if (marked.AsMap is { } map)
        {
            return old.AsMap is { } before
                ? map.SortedKeys.ToArray().Where(before.Contains).SelectMany(key => Earlier(before[key], map[key]))
                : [];
        }

        return AreIn(marked) ? Texts(old) : [];
    }

    private static IEnumerable<byte[]> Texts(Value value) =>
        Inner(value) is { } inner ? inner.SelectMany(Texts) : value.IsString ? [value.StringBytes] : [];

    private static IEnumerable<Value>? Inner(Value value) => value.AsMap is { } map ? map.SortedKeys.ToArray().Select(key => map[key])
        : value.AsList is { } list ? list.Items.ToArray()
        : null;
}
