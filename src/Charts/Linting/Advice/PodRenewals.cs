using SecretsKit.Charts.Linting.Advice.Objects;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>Annotations of pods that are other ones each time, so that each upgrade makes new pods: charts that do so mean it.</summary>
internal static class PodRenewals
{
    /// <summary>Whether two renderings of the document around a line differ in annotations of its pods alone.</summary>
    public static bool Are(byte[] one, byte[] other, int line)
    {
        var (content, others) = (DocumentLines.Around(one, line), DocumentLines.Around(other, line));
        return Workload.Of(new("", content)) is { IsService: true }
            && AreEqual(content, others, ["spec", "template", "metadata", "annotations"]);
    }

    private static bool AreEqual(Value one, Value other, ReadOnlySpan<string> except)
    {
        if (one.AsMap is { } map)
        {
            if (other.AsMap is not { } others || map.Count != others.Count)
            {
                return false;
            }

            foreach (var (key, item) in map.Entries)
            {
                var isOnWay = !except.IsEmpty && key.RevealText() == except[0];
                if (!others.TryGet(key, out var otherItem)
                    || !((isOnWay && except.Length == 1) || AreEqual(item, otherItem, isOnWay ? except[1..] : [])))
                {
                    return false;
                }
            }

            return true;
        }

        if (one.AsList is { } list)
        {
            return other.AsList is { } otherList
                && list.Count == otherList.Count
                && Enumerable.Range(0, list.Count).All(at => AreEqual(list[at], otherList[at], []));
        }

        return ScalarText.TryOf(one, out var text) ? ScalarText.TryOf(other, out var otherText) && text == otherText
            : one.IsNil && other.IsNil;
    }
}
