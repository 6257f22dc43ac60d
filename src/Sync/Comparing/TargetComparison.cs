using SecretsKit.Core.Data;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Planning;
using SecretsKit.Sync.Sources;
using SecretsKit.Sync.Targets;

namespace SecretsKit.Sync.Comparing;

/// <summary>Where a target is not as it would be made; values are only said to differ.</summary>
internal static class TargetComparison
{
    /// <summary>All differences.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="plan">What would be done. Lent.</param>
    /// <param name="existing">The target as it is, or null. Lent.</param>
    public static IEnumerable<MappingDifference> Between(ExternalSecret mapping, SyncPlan plan, MapValue? existing)
    {
        if (plan.Action == TargetAction.Delete)
        {
            return [Of("", "is there: it would be deleted")];
        }

        if (plan.Wanted is not { } wanted || plan.Done.Failure is not null)
        {
            return [];
        }

        return existing is null ? [Of("", "is missing: it would be made")] : Fields(mapping, existing, wanted);
    }

    private static IEnumerable<MappingDifference> Fields(ExternalSecret mapping, MapValue existing, MapValue wanted)
    {
        // Values that are made anew each time differ always.
        var isRepeatable = RepeatableTemplates.AreIn(mapping);
        var (now, would) = (Decoded(existing), Decoded(wanted));
        foreach (var difference in Compare("data", now, would, isRepeatable))
        {
            yield return difference;
        }

        foreach (var field in (string[])["type", "immutable"])
        {
            if (TypeOrDefault(existing, field) != TypeOrDefault(wanted, field))
            {
                yield return Of(field, "differs");
            }
        }

        var hasSameData = Same(now, would);
        foreach (var field in (string[])["labels", "annotations"])
        {
            var (left, right) = (Metadata(existing, field), Metadata(wanted, field));
            foreach (var difference in Compare($"metadata.{field}", left, right, isRepeatable))
            {
                // The mark of the content differs with the content.
                if (hasSameData || !difference.Field.EndsWith(TargetNames.HashAnnotation, StringComparison.Ordinal))
                {
                    yield return difference;
                }
            }
        }

        if (!Owners(existing).SetEquals(Owners(wanted)))
        {
            yield return Of("metadata.ownerReferences", "differs");
        }

        if (new ObjectHead(wanted).Finalizers.Except(new ObjectHead(existing).Finalizers).Any())
        {
            yield return Of("metadata.finalizers", "lacks some that would be there");
        }
    }

    private static IEnumerable<MappingDifference> Compare(
        string part, IReadOnlyDictionary<string, string> existing, IReadOnlyDictionary<string, string> wanted, bool comparesValues)
    {
        foreach (var key in existing.Keys.Union(wanted.Keys).Order(StringComparer.Ordinal))
        {
            var (left, right) = (existing.GetValueOrDefault(key), wanted.GetValueOrDefault(key));
            var problem = left is null ? "is missing: it would be there" : right is null ? "is there: it would be missing"
                : comparesValues && left != right ? "differs" : null;
            if (problem is not null)
            {
                yield return Of($"{part}.{key}", problem);
            }
        }
    }

    private static bool Same(Dictionary<string, string> one, Dictionary<string, string> other) => one.Count == other.Count
        && one.All(entry => other.TryGetValue(entry.Key, out var value) && value == entry.Value);

    private static Dictionary<string, string> Decoded(MapValue secret) => SecretData.Read(secret).Entries
        .ToDictionary(entry => entry.Key, entry => Convert.ToHexString(entry.Value.Bytes.Span), StringComparer.Ordinal);

    private static Dictionary<string, string> Metadata(MapValue secret, string field) =>
        new(secret.Child("metadata")?.TextMap(field) ?? new Dictionary<string, string>(), StringComparer.Ordinal);

    private static HashSet<string> Owners(MapValue secret) =>
        [.. new ObjectHead(secret).Owners.Select(owner => $"{owner.Text("kind")} {owner.Text("uid")} {owner.Flag("controller")}")];

    private static string TypeOrDefault(MapValue secret, string field) => field == "immutable" ? $"{secret.Flag(field)}"
        : secret.Text(field) is { Length: > 0 } type ? type : "Opaque";

    private static MappingDifference Of(string field, string problem) => new(DifferencePart.Secret, field, problem);
}
