using SecretsKit.Charts.YamlText.Scanning;

namespace SecretsKit.Charts.YamlText.Parsing;

/// <summary>Reads the documents of a text, or says in the reference's words why there are none.</summary>
internal sealed class SyntaxParser
{
    private readonly TokenReader _tokens;
    private readonly Dictionary<string, string> _handles = [];
    private readonly NodeParser _nodes;

    private SyntaxParser(ScanResult scan)
    {
        _tokens = new(scan);
        _nodes = new(_tokens, _handles);
    }

    /// <summary>The documents of a text.</summary>
    /// <exception cref="YamlSyntaxException">It is no YAML.</exception>
    public static IReadOnlyList<SyntaxNode> Parse(string text) => Parse(YamlScanner.Scan(text));

    /// <summary>The documents of a scanned text.</summary>
    /// <exception cref="YamlSyntaxException">It is no YAML.</exception>
    public static IReadOnlyList<SyntaxNode> Parse(ScanResult scan) => new SyntaxParser(scan).Stream();

    private List<SyntaxNode> Stream()
    {
        var documents = new List<SyntaxNode>();
        _tokens.Take();
        ResetHandles();
        if (!_tokens.IsAny(YamlTokenType.Directive, YamlTokenType.DocumentStart, YamlTokenType.StreamEnd))
        {
            documents.Add(_nodes.Block());
        }

        while (true)
        {
            while (_tokens.TryTake(YamlTokenType.DocumentEnd))
            {
            }

            if (_tokens.Is(YamlTokenType.StreamEnd))
            {
                return documents;
            }

            documents.Add(Document());
        }
    }

    private SyntaxNode Document()
    {
        Directives();
        var start = _tokens.Peek();
        if (!_tokens.TryTake(YamlTokenType.DocumentStart))
        {
            throw new YamlSyntaxException(null, null, $"expected '<document start>', but found '{start.Name}'", start.Start);
        }

        return _tokens.IsAny(
                YamlTokenType.Directive, YamlTokenType.DocumentStart, YamlTokenType.DocumentEnd, YamlTokenType.StreamEnd)
            ? new ScalarNode(start.End, "", true)
            : _nodes.Block();
    }

    private void Directives()
    {
        ResetHandles();
        var hasVersion = false;
        var own = new HashSet<string>();
        while (_tokens.Is(YamlTokenType.Directive))
        {
            var directive = _tokens.Take();
            if (directive.Value == "YAML")
            {
                CheckVersion(directive, hasVersion);
                hasVersion = true;
            }
            else if (directive.Value == "TAG")
            {
                AddHandle(directive, own);
            }
        }
    }

    private static void CheckVersion(YamlToken directive, bool hasVersion)
    {
        if (hasVersion)
        {
            throw new YamlSyntaxException(null, null, "found duplicate YAML directive", directive.Start);
        }

        if (directive.Suffix.Split('.')[0].TrimStart('0') != "1")
        {
            throw new YamlSyntaxException(
                null, null, "found incompatible YAML document (version 1.* is required)", directive.Start);
        }
    }

    private void AddHandle(YamlToken directive, HashSet<string> own)
    {
        var parts = directive.Suffix.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2)
        {
            throw new YamlSyntaxException(
                "while scanning a directive", directive.Start, "expected a handle and a prefix", directive.Start);
        }

        if (!own.Add(parts[0]))
        {
            throw new YamlSyntaxException(null, null, $"duplicate tag handle {PythonText.Quoted(parts[0])}", directive.Start);
        }

        _handles[parts[0]] = parts[1];
    }

    private void ResetHandles()
    {
        _handles.Clear();
        _handles["!"] = "!";
        _handles["!!"] = "tag:yaml.org,2002:";
    }
}
