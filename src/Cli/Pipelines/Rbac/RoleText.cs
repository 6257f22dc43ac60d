using System.Buffers;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Display;

namespace SecretsKit.Cli.Pipelines.Rbac;

/// <summary>Manifests of roles as text that kubectl reads.</summary>
internal static class RoleText
{
    /// <summary>Documents of YAML behind comments.</summary>
    /// <param name="comments">One line each, without the mark.</param>
    /// <param name="objects">The objects.</param>
    public static string Yaml(IEnumerable<string> comments, IReadOnlyList<Value> objects)
    {
        var text = new ArrayBufferWriter<byte>();
        foreach (var comment in comments)
        {
            text.Write(Encoding.UTF8.GetBytes($"# {DisplayText.Field(comment)}\n"));
        }

        for (var at = 0; at < objects.Count; at++)
        {
            text.Write(at == 0 ? ""u8 : "---\n"u8);
            KubernetesYaml.Write(objects[at], text);
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>One List.</summary>
    public static string Json(IReadOnlyList<Value> objects)
    {
        var list = new MapValue();
        list.Set(new("apiVersion"), Value.Of("v1"));
        list.Set(new("kind"), Value.Of("List"));
        list.Set(new("items"), Value.Of(new ListValue([.. objects])));
        return Encoding.UTF8.GetString(GoJson.Format(Value.Of(list), GoJsonOptions.Compact)) + "\n";
    }
}
