using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Linting;

/// <summary>Objects that are there twice, and Secrets that several mappings write.</summary>
internal static class SharingRules
{
    /// <summary>Checks all objects.</summary>
    public static void Check(LintBook book)
    {
        foreach (var group in book.Objects
            .Where(item => item.Head.Name.Length > 0 && item.Head.Kind.Length > 0)
            .GroupBy(item => item.Head.Reference.Identity))
        {
            foreach (var item in group.Skip(1))
            {
                item.Add(LintRule.DuplicateObject, ["metadata", "name"], $"{item.Head.Reference} is there twice: the last one counts");
            }
        }

        foreach (var group in book.Mappings
            .DistinctBy(entry => entry.Object.Head.Reference.Identity)
            .Where(entry => entry.Mapping.Target.Creation != CreationPolicy.None && entry.Mapping.Target.IsSecret)
            .GroupBy(entry => (entry.Mapping.Head.Namespace, entry.Mapping.Target.Name)))
        {
            var writers = group.ToList();
            foreach (var (item, mapping) in writers.Skip(1))
            {
                Shared(item, mapping, writers);
            }
        }
    }

    private static void Shared(LintedObject item, ExternalSecret mapping, List<(LintedObject Object, ExternalSecret Mapping)> writers)
    {
        string[] path = ["spec", "target"];
        var first = writers[0].Mapping;
        var name = mapping.Target.Name;
        if (writers.Any(entry => !entry.Mapping.Target.KeepsForeign))
        {
            var why = mapping.Target.Creation == CreationPolicy.Owner && first.Target.Creation == CreationPolicy.Owner
                ? "one owns it, and the other fails"
                : "each takes the other's keys away";
            item.Add(LintRule.SharedTarget, path, $"the Secret {name} is written by {first.Head.Name}, too: {why}", name);
            return;
        }

        var others = writers.TakeWhile(entry => entry.Object != item).SelectMany(entry => KeysOf(entry.Mapping)).ToHashSet();
        foreach (var key in KeysOf(mapping).Where(others.Contains).Distinct())
        {
            item.Add(
                LintRule.SharedTarget, path, $"the key {key} of the Secret {name} is written by another mapping, too", $"{name}/{key}");
        }
    }

    private static IEnumerable<string> KeysOf(ExternalSecret mapping) => mapping.Target.Template is { HasData: true } template
        ? template.Data.Keys.Concat(template.MergesData ? mapping.Data.Select(row => row.SecretKey) : [])
        : mapping.Data.Select(row => row.SecretKey);
}
