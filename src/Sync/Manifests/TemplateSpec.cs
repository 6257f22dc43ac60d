using SecretsKit.Core.Data;

namespace SecretsKit.Sync.Manifests;

/// <summary>A key of a ConfigMap or Secret that is a template.</summary>
/// <param name="Key">The key.</param>
/// <param name="IsPairs">Whether its output is a YAML map of keys and values.</param>
internal sealed record TemplateItem(string Key, bool IsPairs);

/// <summary>An object that holds templates.</summary>
/// <param name="Kind"><c>ConfigMap</c> or <c>Secret</c>.</param>
/// <param name="Name">Its name, in the namespace of the mapping.</param>
/// <param name="Items">Its keys.</param>
internal sealed record TemplateObject(string Kind, string Name, IReadOnlyList<TemplateItem> Items)
{
    public static TemplateObject Read(MapValue map, string kind) => new(
        kind,
        map.Text("name"),
        [.. map.Children("items").Select(item => new TemplateItem(item.Text("key"), item.Text("templateAs") == "KeysAndValues"))]);
}

/// <summary>A row of <c>templateFrom</c>; its parts count in the order ConfigMap, Secret, literal.</summary>
/// <param name="Objects">The ConfigMap and the Secret.</param>
/// <param name="Literal">A text that gives pairs, or null.</param>
/// <param name="Target">Where the output goes, as written; <c>Data</c> by default.</param>
/// <param name="Decoding">Empty, or how rendered values are decoded.</param>
internal sealed record TemplateSource(IReadOnlyList<TemplateObject> Objects, string? Literal, string Target, string Decoding)
{
    public static TemplateSource Read(MapValue map)
    {
        var objects = new List<TemplateObject>();
        if (map.Child("configMap") is { } configMap)
        {
            objects.Add(TemplateObject.Read(configMap, "ConfigMap"));
        }

        if (map.Child("secret") is { } secret)
        {
            objects.Add(TemplateObject.Read(secret, "Secret"));
        }

        return new(
            objects,
            map.Has("literal") ? map.Text("literal") : null,
            map.Text("target", "Data"),
            map.Text("valuesDecodingStrategy"));
    }
}

/// <summary>How a target is made of the provider's data (spec external-secrets.md 1.6).</summary>
internal sealed record TemplateSpec
{
    public string Type { get; init; } = "";

    public string EngineVersion { get; init; } = "v2";

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Finalizers { get; init; } = [];

    /// <summary>Whether the provider's data stay beside what is rendered.</summary>
    public bool MergesData { get; init; }

    /// <summary>Key to template.</summary>
    public IReadOnlyDictionary<string, string> Data { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<TemplateSource> From { get; init; } = [];

    /// <summary>Whether it says anything about data.</summary>
    public bool HasData => Data.Count > 0 || From.Count > 0;

    public static TemplateSpec Read(MapValue map)
    {
        var metadata = map.Child("metadata") ?? new MapValue();
        return new()
        {
            Type = map.Text("type"),
            EngineVersion = map.Text("engineVersion", "v2"),
            Labels = metadata.TextMap("labels"),
            Annotations = metadata.TextMap("annotations"),
            Finalizers = metadata.Texts("finalizers"),
            MergesData = map.Text("mergePolicy") == "Merge",
            Data = map.TextMap("data"),
            From = [.. map.Children("templateFrom").Select(TemplateSource.Read)],
        };
    }
}
