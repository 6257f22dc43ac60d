using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Linting.Rules;

/// <summary>Looks for keys in Chart.yaml that nobody reads, and for keys that stand twice.</summary>
internal static class StrictMetadata
{
    private static readonly KubernetesYamlOptions Options = new() { RefusesDuplicates = true };

    private static readonly HashSet<string> ChartFields = Set(
        "name", "home", "sources", "version", "description", "keywords", "maintainers", "icon", "apiVersion", "condition", "tags",
        "appVersion", "deprecated",
        "annotations", "kubeVersion", "dependencies", "type");

    private static readonly HashSet<string> MaintainerFields = Set("name", "email", "url");

    private static readonly HashSet<string> DependencyFields = Set(
        "name", "version", "repository", "condition", "tags", "enabled", "import-values", "alias");

    /// <summary>The first complaint, or null. The text is valid otherwise.</summary>
    public static string? Complaint(byte[] text)
    {
        try
        {
            return KubernetesYaml.Read(text, Options).AsMap is { } map && Unknown(map) is { } key
                ? $"error unmarshaling JSON: while decoding JSON: json: unknown field {GoQuote.Format(key)}"
                : null;
        }
        catch (DocumentException failure)
        {
            return "error converting YAML to JSON: " + failure.Message;
        }
    }

    // In the order of the keys: that is how they come out of JSON.
    private static string? Unknown(MapValue map)
    {
        foreach (var key in map.SortedKeys)
        {
            var name = key.RevealText();
            if (!ChartFields.Contains(name))
            {
                return name;
            }

            var inner = name.Equals("maintainers", StringComparison.OrdinalIgnoreCase) ? MaintainerFields
                : name.Equals("dependencies", StringComparison.OrdinalIgnoreCase) ? DependencyFields
                : null;
            if (inner is not null && map[key].AsList is { } list && UnknownIn(list, inner) is { } unknown)
            {
                return unknown;
            }
        }

        return null;
    }

    private static string? UnknownIn(ListValue list, HashSet<string> fields)
    {
        foreach (var item in list.Items)
        {
            if (item.AsMap is not { } map)
            {
                continue;
            }

            foreach (var key in map.SortedKeys)
            {
                if (!fields.Contains(key.RevealText()))
                {
                    return key.RevealText();
                }
            }
        }

        return null;
    }

    private static HashSet<string> Set(params string[] names) => new(names, StringComparer.OrdinalIgnoreCase);
}
