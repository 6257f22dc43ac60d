using System.Text;

namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>What the handles of tags stand for in the current document.</summary>
internal sealed class TagHandles
{
    private readonly Dictionary<string, string> _prefixes = new(StringComparer.Ordinal);

    /// <summary>Forgets the handles of a document.</summary>
    public void Clear() => _prefixes.Clear();

    /// <summary>Declares a handle by a directive.</summary>
    public void Declare(in Token directive)
    {
        if (!_prefixes.TryAdd(Text(directive.Text), Text(directive.Suffix)))
        {
            throw YamlErrors.Parsing(directive.Start, "found duplicate %TAG directive");
        }
    }

    /// <summary>Declares the handles that need no directive, where none gave them another meaning.</summary>
    public void DeclareDefaults()
    {
        _prefixes.TryAdd("!", "!");
        _prefixes.TryAdd("!!", YamlTags.LongPrefix);
    }

    /// <summary>The full tag.</summary>
    /// <param name="token">The tag as written.</param>
    /// <param name="node">Where the node begins.</param>
    public string Resolve(in Token token, Mark node)
    {
        if (token.Text.IsEmpty)
        {
            return Text(token.Suffix);
        }

        return _prefixes.TryGetValue(Text(token.Text), out var prefix)
            ? prefix + Text(token.Suffix)
            : throw YamlErrors.Parsing(node, token.Start, "found undefined tag handle");
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
