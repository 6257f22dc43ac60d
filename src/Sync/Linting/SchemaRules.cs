using SecretsKit.Core.Data;
using SecretsKit.Providers.Registration;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Linting;

/// <summary>Objects against their definitions: what servers drop and refuse.</summary>
internal static class SchemaRules
{
    private static readonly string[] Groups = [ExternalSecret.Group, SecretGenerators.Group];
    private static readonly string[] Head = ["apiVersion", "kind", "metadata", "status"];

    /// <summary>Checks an object; those of other groups are none of our business.</summary>
    public static void Check(LintedObject item)
    {
        var reference = item.Head.Reference;
        if (!Groups.Contains(reference.Group))
        {
            return;
        }

        if (item.Head.Name.Length == 0)
        {
            item.Add(LintRule.MissingField, [], $"{item.Head.Kind} has no metadata.name");
        }

        if (CustomDefinitions.Find(reference.Group, reference.Version, reference.Kind, out var isKind) is not { } version)
        {
            item.Add(
                LintRule.InvalidValue, [isKind ? "apiVersion" : "kind"],
                isKind ? $"{reference.Kind} has no version {reference.Version}" : $"{reference.Group} has no kind {reference.Kind}");
            return;
        }

        if (version.Flag("deprecated"))
        {
            item.Add(
                LintRule.DeprecatedVersion, ["apiVersion"],
                $"{reference.ApiVersion} is old, and the reference operator does not serve it any more");
        }

        var check = new SchemaCheck(item);
        var schema = version.Child("schema")?.Child("openAPIV3Schema") ?? new MapValue();
        foreach (var key in item.Tree.SortedKeys.ToArray().Select(key => key.RevealText()).Where(key => !Head.Contains(key)))
        {
            check.Field(schema, item.Tree, key, []);
        }

        check.Required(schema, item.Tree, []);
    }
}
