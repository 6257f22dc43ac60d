using SecretsKit.Core.Data;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Targets;

/// <summary>Which fields of an object a manager wrote, by what the API server keeps of it.</summary>
internal static class ManagedFields
{
    private const string FieldPrefix = "f:";

    /// <summary>The names of the fields below a path, such as <c>data</c> or <c>metadata</c>, <c>labels</c>.</summary>
    public static IReadOnlyList<string> Below(MapValue target, string manager, params string[] path)
    {
        var names = new List<string>();
        foreach (var entry in target.Child("metadata")?.Children("managedFields") ?? [])
        {
            if (entry.Text("manager") != manager)
            {
                continue;
            }

            var fields = entry.Child("fieldsV1");
            foreach (var step in path)
            {
                fields = fields?.Child(FieldPrefix + step);
            }

            foreach (var key in fields is null ? [] : fields.SortedKeys.ToArray())
            {
                if (key.RevealText() is var name && name.StartsWith(FieldPrefix, StringComparison.Ordinal))
                {
                    names.Add(name[FieldPrefix.Length..]);
                }
            }
        }

        return names;
    }
}
