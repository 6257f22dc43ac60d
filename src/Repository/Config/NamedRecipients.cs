using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;

namespace SecretsKit.Repository.Config;

/// <summary>
/// Names of recipients as people write them into <c>.sops.yaml</c>: the comment behind a recipient, its anchor, or the comment above it
/// in a list; and in a file of names, a recipient and its name on each line.
/// </summary>
public static class NamedRecipients
{
    /// <summary>The file of names, beside <c>.sops.yaml</c>.</summary>
    public const string FileName = ".secretskit-names";

    private const int LongestName = 60;
    private const int MostDepth = 50;

    /// <summary>Reads a configuration. What cannot be read has no names.</summary>
    /// <param name="text">The file.</param>
    /// <returns>Names by recipient as it is written, PGP fingerprints without blanks and in capitals.</returns>
    public static IReadOnlyDictionary<string, string> OfConfig(ReadOnlyMemory<byte> text)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            if (new YamlReader(text, DocumentLimits.Default).Read() is { } document)
            {
                Read(document, isItem: false, names, 0);
            }
        }
        catch (DocumentException)
        {
            // Whoever needs the rules reports it.
            names.Clear();
        }

        return names;
    }

    /// <summary>Reads a file of names: a recipient, blanks, a name; lines that begin with <c>#</c> do not count.</summary>
    /// <param name="text">The file.</param>
    public static IReadOnlyDictionary<string, string> OfList(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var words = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            // An SSH key is two words.
            var length = words[0].StartsWith("ssh-", StringComparison.Ordinal) ? 2 : 1;
            if (words.Length > length)
            {
                names[Normal(string.Join(' ', words[..length]))] = Cut(string.Join(' ', words[length..]));
            }
        }

        return names;
    }

    /// <summary>A recipient as names are looked up by it.</summary>
    public static string Normal(string recipient)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        var text = recipient.Trim();
        var digits = text.Replace(" ", "", StringComparison.Ordinal);
        return digits.Length >= 16 && digits.All(char.IsAsciiHexDigit) ? digits.ToUpperInvariant() : text;
    }

    private static void Read(YamlNode node, bool isItem, Dictionary<string, string> names, int depth)
    {
        if (depth > MostDepth)
        {
            return;
        }

        if (node.Kind == YamlKind.Scalar)
        {
            var name = Comment(node.LineComment.RevealText()) ?? node.Anchor ?? (isItem ? Comment(node.HeadComment.RevealText()) : null);
            if (name is not null)
            {
                names.TryAdd(Normal(node.Value.RevealText()), Cut(name));
            }

            return;
        }

        for (var i = 0; i < node.Children.Count; i++)
        {
            Read(node.Children[i], node.Kind == YamlKind.Sequence, names, depth + 1);
        }
    }

    // One line: longer comments explain something.
    private static string? Comment(string text)
    {
        var line = text.Trim();
        return line.Length == 0 || line.Contains('\n', StringComparison.Ordinal) || line.TrimStart('#').Trim() is not { Length: > 0 } name
            ? null
            : name;
    }

    private static string Cut(string name) => name.Length <= LongestName ? name : name[..LongestName] + "...";
}
