using System.Runtime.CompilerServices;
using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>Reads a node: its properties, and then a scalar, an alias or a collection.</summary>
internal sealed class NodeReader
{
    private readonly TokenStream _tokens;
    private readonly DocumentLimits _limits;
    private readonly TagHandles _handles;
    private readonly BlockReader _blocks;
    private readonly FlowReader _flows;

    // Kept from one document to the next, as the reference does.
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    private int _depth;
    private int _count;

    /// <summary>A reader over tokens.</summary>
    public NodeReader(TokenStream tokens, TagHandles handles, DocumentLimits limits)
    {
        _tokens = tokens;
        _handles = handles;
        _limits = limits;
        _blocks = new BlockReader(tokens, this);
        _flows = new FlowReader(tokens, this);
    }

    /// <summary>Whether the failure of an alias without an anchor names it.</summary>
    public bool NamesUnknownAnchors { get; set; }

    /// <summary>A node without content yet, counted against the limit.</summary>
    public YamlNode Create(YamlKind kind, Mark at)
    {
        if (++_count > _limits.MaxNodes)
        {
            throw YamlErrors.Limit("the number of nodes", _limits.MaxNodes, at);
        }

        return new YamlNode { Kind = kind, Line = at.Line + 1, Column = at.Column + 1 };
    }

    /// <summary>The scalar that is where nothing was written.</summary>
    public YamlNode CreateEmpty(Mark at)
    {
        var node = Create(YamlKind.Scalar, at);
        node.Tag = YamlTags.Null;
        return node;
    }

    /// <summary>Reads the node that begins with the next token.</summary>
    /// <param name="inBlock">Whether a block collection may stand here.</param>
    /// <param name="dashesAllowed">Whether dashes at the column of the key around make a sequence.</param>
    public YamlNode Read(bool inBlock, bool dashesAllowed = false)
    {
        ref var token = ref _tokens.Peek();
        if (token.Kind == TokenKind.Alias)
        {
            return ReadAlias(token);
        }

        var start = token.Start;
        string? tag = null;
        string? anchor = null;
        if (token.Kind is TokenKind.Anchor or TokenKind.Tag)
        {
            ReadProperties(out tag, out anchor);
            token = ref _tokens.Peek();
        }

        var isCollection = token.Kind switch
        {
            TokenKind.BlockEntry => dashesAllowed,
            TokenKind.BlockSequenceStart or TokenKind.BlockMappingStart => inBlock,
            TokenKind.FlowSequenceStart or TokenKind.FlowMappingStart => true,
            _ => false,
        };
        if (isCollection)
        {
            return ReadCollection(token.Kind, start, tag, anchor);
        }

        if (token.Kind == TokenKind.Scalar)
        {
            return ReadScalar(token, start, tag, anchor);
        }

        if (tag is null && anchor is null)
        {
            throw YamlErrors.Parsing(start, token.Start, "did not find expected node content");
        }

        var empty = Create(YamlKind.Scalar, start);
        empty.Tag = YamlTags.Null;
        ApplyTag(empty, tag);
        Register(empty, anchor);
        return empty;
    }

    private YamlNode ReadAlias(Token token)
    {
        var node = Create(YamlKind.Alias, token.Start);
        node.Value = new ByteString(token.Text);
        _tokens.Attach(node);
        _tokens.Skip();
        var name = Encoding.ASCII.GetString(token.Text.Span);
        node.Target = _anchors.GetValueOrDefault(name) ?? throw YamlErrors.UnknownAnchor(NamesUnknownAnchors ? name : null, token.Start);
        return node;
    }

    private YamlNode ReadScalar(in Token token, Mark start, string? tag, string? anchor)
    {
        var node = Create(YamlKind.Scalar, start);
        node.Style = token.Style;
        if (token.Style == YamlStyle.None)
        {
            node.SetPlain(new ByteString(token.Text));
        }
        else
        {
            node.Value = new ByteString(token.Text);
            node.Tag = YamlTags.Str;
        }

        ApplyTag(node, tag);
        Register(node, anchor);
        _tokens.Attach(node);
        _tokens.Skip();
        return node;
    }

    private YamlNode ReadCollection(TokenKind opening, Mark start, string? tag, string? anchor)
    {
        if (++_depth > _limits.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw YamlErrors.Limit("the nesting", _limits.MaxDepth, start);
        }

        var isMapping = opening is TokenKind.BlockMappingStart or TokenKind.FlowMappingStart;
        var node = Create(isMapping ? YamlKind.Mapping : YamlKind.Sequence, start);
        node.Style = opening is TokenKind.FlowSequenceStart or TokenKind.FlowMappingStart ? YamlStyle.Flow : YamlStyle.None;
        node.Tag = isMapping ? YamlTags.Map : YamlTags.Seq;
        ApplyTag(node, tag);
        Register(node, anchor);
        switch (opening)
        {
            case TokenKind.FlowSequenceStart:
                _flows.ReadSequence(node);
                break;
            case TokenKind.FlowMappingStart:
                _flows.ReadMapping(node);
                break;
            case TokenKind.BlockSequenceStart:
                _blocks.ReadSequence(node);
                break;
            case TokenKind.BlockMappingStart:
                _blocks.ReadMapping(node);
                break;
            default:
                _blocks.ReadIndentless(node);
                break;
        }

        _depth--;
        return node;
    }

    // A tag and an anchor in either order. Whether the tag's handle is known is asked only when both are read.
    private void ReadProperties(out string? tag, out string? anchor)
    {
        var start = _tokens.Peek().Start;
        Token? written = null;
        anchor = null;
        while (true)
        {
            ref var token = ref _tokens.Peek();
            if (token.Kind == TokenKind.Anchor && anchor is null)
            {
                anchor = Encoding.ASCII.GetString(token.Text.Span);
            }
            else if (token.Kind == TokenKind.Tag && written is null)
            {
                written = token;
            }
            else
            {
                tag = written is { } found ? _handles.Resolve(found, start) : null;
                return;
            }

            _tokens.Skip();
        }
    }

    // The tag "!" alone says nothing that go-yaml v3 would keep.
    private static void ApplyTag(YamlNode node, string? tag)
    {
        if (tag is null or "!")
        {
            node.HasBareTag = tag is not null;
        }
        else
        {
            node.Tag = YamlTags.Shorten(tag);
            node.Style |= YamlStyle.Tagged;
        }
    }

    private void Register(YamlNode node, string? anchor)
    {
        if (anchor is not null)
        {
            node.Anchor = anchor;
            _anchors[anchor] = node;
        }
    }
}
