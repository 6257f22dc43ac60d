using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Linting;

/// <summary>The definitions that the agent's chart installs, read when the first object of a kind comes. Safe on all threads.</summary>
internal static class CustomDefinitions
{
    private const string Folder = "crds/";

    private static readonly Lock Gate = new();
    private static Dictionary<string, MapValue?>? _known;

    /// <summary>A version of a definition: its schema, and what it says of itself.</summary>
    /// <param name="group">The group.</param>
    /// <param name="version">The version.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="isKind">Whether there is such a kind at all.</param>
    /// <returns>Null for a kind or version that there is not.</returns>
    public static MapValue? Find(string group, string version, string kind, out bool isKind)
    {
        var definition = Load(group, kind);
        isKind = definition is not null;
        return definition?.Child("spec")?.Children("versions").FirstOrDefault(item => item.Text("name") == version);
    }

    private static MapValue? Load(string group, string kind)
    {
        var name = $"{Plural(kind)}.{group}.yaml";
        lock (Gate)
        {
            _known ??= new(StringComparer.Ordinal);
            if (!_known.TryGetValue(name, out var definition))
            {
                _known[name] = definition = Read(name);
            }

            return definition?.Child("spec")?.Child("names")?.Text("kind") == kind ? definition : null;
        }
    }

    private static MapValue? Read(string name)
    {
        using var stream = typeof(CustomDefinitions).Assembly.GetManifestResourceStream(Folder + name);
        if (stream is null)
        {
            return null;
        }

        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        return KubernetesYaml.Read(text, new() { KeepsIntegers = true }).AsMap;
    }

    private static string Plural(string kind)
    {
        var lower = kind.ToLowerInvariant();
        return lower.EndsWith('y') && !lower.EndsWith("ey", StringComparison.Ordinal) ? $"{lower[..^1]}ies"
            : lower.EndsWith('s') ? $"{lower}es" : $"{lower}s";
    }
}
