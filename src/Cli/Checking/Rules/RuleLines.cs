using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>Where the rules of a configuration stand.</summary>
internal static class RuleLines
{
    /// <summary>Lines from 1, in order; empty where they are unknown.</summary>
    public static IReadOnlyList<int> Of(byte[] content)
    {
        try
        {
            var root = new YamlReader(content, DocumentLimits.Default).Read()?.Children.FirstOrDefault();
            for (var i = 0; root is { Kind: YamlKind.Mapping } && i + 1 < root.Children.Count; i += 2)
            {
                if (root.Children[i].Value.Span.SequenceEqual("creation_rules"u8))
                {
                    return root.Children[i + 1].Children.ConvertAll(rule => rule.Line);
                }
            }

            return [];
        }
        catch (DocumentException)
        {
            return [];
        }
    }
}
