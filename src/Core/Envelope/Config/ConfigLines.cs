using SecretsKit.Core.Documents.Yaml;

namespace SecretsKit.Core.Envelope.Config;

/// <summary>Finds values of a <c>.sops.yaml</c> again, for messages.</summary>
internal static class ConfigLines
{
    private const int MostDepth = 20;

    /// <summary>The line of the first value for which something holds; 0 where there is none.</summary>
    public static int Find(YamlNode? node, Func<string, bool> holds) => Find(node, holds, isKey: false, 0);

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
