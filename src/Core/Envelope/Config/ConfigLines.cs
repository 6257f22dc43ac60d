using SecretsKit.Core.Documents.Yaml;

namespace SecretsKit.Core.Envelope.Config;

/// <summary>Finds values of a <c>.sops.yaml</c> again, for messages.</summary>
internal static class ConfigLines
{
    private const int MostDepth = 20;

    /// <summary>The line of the first value for which something holds; 0 where there is none.</summary>
    public static int Find(YamlNode? node, Func<string, bool> holds) => Find(node, holds, isKey: false, 0);

    /// <summary>
    /// The line of the first key that is not named where a list wants one: the list is empty, or the key's field is missing or empty.
    /// 0 where there is none.
    /// </summary>
    /// <param name="node">Where to look.</param>
    /// <param name="list">The list's name.</param>
    /// <param name="field">The name of the field that each of its keys has, where they are no texts.</param>
    public static int FindUnnamed(YamlNode? node, string list, string field) => FindUnnamed(node, list, field, 0);

    private static int FindUnnamed(YamlNode? node, string list, string field, int depth)
    {
        if (node is null || depth > MostDepth)
        {
            return 0;
        }

        for (var i = 0; i < node.Children.Count; i++)
        {
            var child = node.Children[i];
            var isList = node.Kind == YamlKind.Mapping && i % 2 == 1 && IsNamed(node.Children[i - 1], list);
            if ((isList ? Unnamed(node.Children[i - 1], child, field) : FindUnnamed(child, list, field, depth + 1)) is > 0 and var line)
            {
                return line;
            }
        }

        return 0;
    }

    private static int Unnamed(YamlNode name, YamlNode list, string field)
    {
        if (list.Kind == YamlKind.Scalar)
        {
            return IsEmpty(list) ? name.Line : 0;
        }

        foreach (var key in list.Children)
        {
            var at = key.Kind == YamlKind.Mapping ? key.Children.FindIndex(child => IsNamed(child, field)) : -1;
            if (at >= 0 ? IsEmpty(key.Children[at + 1]) : key.Kind == YamlKind.Mapping || IsEmpty(key))
            {
                return at >= 0 ? key.Children[at].Line : key.Line;
            }
        }

        return 0;
    }

    private static bool IsNamed(YamlNode node, string name) => node.Kind == YamlKind.Scalar && node.Value.RevealText() == name;

    private static bool IsEmpty(YamlNode node) =>
        node.Kind == YamlKind.Scalar && (YamlDecoder.IsNull(node) || string.IsNullOrWhiteSpace(node.Value.RevealText()));

    private static int Find(YamlNode? node, Func<string, bool> holds, bool isKey, int depth)
    {
        if (node is null || depth > MostDepth)
        {
            return 0;
        }

        if (node.Kind == YamlKind.Scalar)
        {
            return !isKey && holds(node.Value.RevealText()) ? node.Line : 0;
        }

        var isMap = node.Kind == YamlKind.Mapping;
        for (var i = 0; i < node.Children.Count; i++)
        {
            if (Find(node.Children[i], holds, isMap && i % 2 == 0, depth + 1) is > 0 and var line)
            {
                return line;
            }
        }

        return 0;
    }
}
