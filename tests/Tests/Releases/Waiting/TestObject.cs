using System.Text;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Waiting;
using SecretsKit.Releases.Waiting.Live;
using SecretsKit.Releases.Waiting.Rules;

namespace SecretsKit.Tests.Releases.Waiting;

/// <summary>Live objects of tests, written as YAML.</summary>
internal static class TestObject
{
    private static readonly KubernetesYamlOptions Options = new() { KeepsIntegers = true };

    /// <summary>An object of a kind, of generation 2 and named x in the namespace ns, with other fields of a flow map.</summary>
    /// <param name="kind">Version and kind, as <c>apps/v1 Deployment</c>.</param>
    /// <param name="fields">A flow map, as <c>{spec: {replicas: 1}}</c>, with or without metadata.</param>
    public static LiveObject Of(string kind, string fields)
    {
        var metadata = fields.StartsWith("{metadata:", StringComparison.Ordinal)
            ? ""
            : "metadata: {name: x, namespace: ns, generation: 2, uid: u},";
        var words = kind.Split(' ');
        return Read($"{{apiVersion: {words[0]}, kind: {words[1]}, {metadata} {fields[1..]}");
    }

    /// <summary>An object made by a controller for another.</summary>
    public static LiveObject Owned(string kind, string name, string owner, string fields) => Of(
        kind,
        $"{{metadata: {{name: {name}, namespace: ns, uid: {name}, ownerReferences: [{{uid: {owner}, controller: true}}]}}, {fields[1..]}");

    public static LiveObject Read(string yaml) => new(KubernetesYaml.Read(Encoding.UTF8.GetBytes(yaml), Options).AsMap!);

    public static RelatedObjects Related(params ReadOnlySpan<LiveObject> objects)
    {
        var related = new RelatedObjects();
        foreach (var item in objects)
        {
            related.Set(item);
        }

        return related;
    }

    public static ResourceRef Reference(LiveObject item) => new(item.Text("apiVersion"), item.Kind, item.Namespace, item.Name);

    /// <summary>State and message, as <c>InProgress: Ready: 1/2</c>.</summary>
    public static string Summary(LiveObject item, Readiness readiness) =>
        WaitText.Message(new(Reference(item), readiness, IsDone: false)) is { Length: > 0 } message
            ? $"{readiness.State}: {message}"
            : readiness.State.ToString();
}
