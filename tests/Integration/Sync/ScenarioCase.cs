using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Integration.Sync;

/// <summary>A scenario that the reference operator was run with (goldens of External Secrets Operator 2.9).</summary>
internal sealed class ScenarioCase
{
    private ScenarioCase(MapValue tree) => Tree = tree;

    public MapValue Tree { get; }

    public string Id => Tree.Text("id");

    public IReadOnlyList<string> Flags => Tree.Texts("flags");

    public IReadOnlyList<MapValue> Steps => Tree.Children("steps");

    public MapValue Expected => Tree.Child("expected")!;

    /// <summary>The namespaces that the case makes.</summary>
    public IReadOnlyList<string> Namespaces =>
    [
        .. Tree.Children("objects_before").Concat(Steps.SelectMany(step => step.Children("objects")))
            .Where(made => made.Text("kind") == "Namespace").Select(made => made.Child("metadata")!.Text("name")).Distinct(),
    ];

    /// <summary>The folder of the cases.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "testdata", "eso", "cases");

    /// <summary>The names of all cases.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!];

    /// <summary>Reads a case, with the addresses of this run in the places of its marks.</summary>
    public static ScenarioCase Load(string id, IReadOnlyDictionary<string, string> marks)
    {
        var text = File.ReadAllText(Path.Combine(Folder, id + ".json"));
        var at = text.IndexOf("\n \"expected\"", StringComparison.Ordinal);
        var head = at < 0 ? text : text[..at];
        foreach (var (mark, value) in marks)
        {
            head = head.Replace(mark, value, StringComparison.Ordinal);
        }

        return new(GoJson.Parse(System.Text.Encoding.UTF8.GetBytes(at < 0 ? head : head + text[at..])).AsMap!);
    }
}
