namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>Reads the documents of a stream one by one.</summary>
internal sealed class DocumentReader
{
    private readonly TokenStream _tokens;
    private readonly TagHandles _handles = new();
    private readonly NodeReader _nodes;
    private bool _isStarted;
    private bool _isFinished;

    /// <summary>A reader at the start of a text.</summary>
    public DocumentReader(SourceText source, DocumentLimits limits)
    {
        _tokens = new TokenStream(source);
        _nodes = new NodeReader(_tokens, _handles, limits);
    }

    /// <inheritdoc cref="NodeReader.NamesUnknownAnchors"/>
    public bool NamesUnknownAnchors { set => _nodes.NamesUnknownAnchors = value; }

    /// <inheritdoc cref="Scanner.SkipsComments"/>
    public bool SkipsComments { set => _tokens.SkipsComments = value; }

    /// <summary>The next document, or null.</summary>
    public YamlNode? Read()
    {
        if (_isFinished)
        {
            return null;
        }

        var isBare = SkipToDocument();
        ref var token = ref _tokens.Peek();
        if (token.Kind == TokenKind.StreamEnd)
        {
            _isFinished = true;
            return null;
        }

        var document = _nodes.Create(YamlKind.Document, token.Start);
        if (isBare)
        {
            _handles.DeclareDefaults();
            _tokens.AttachDocumentHead(document);
            document.Children.Add(_nodes.Read(inBlock: true));
        }
        else
        {
            ReadDirectives();
            _tokens.Skip();
            document.Children.Add(ReadExplicitContent());
        }

        ReadEnd(document);
        return document;
    }

    // Only the first document may begin without a marker.
    private bool SkipToDocument()
    {
        if (!_isStarted)
        {
            _isStarted = true;
            _ = _tokens.Peek();
            return _tokens.Next().Kind is not (TokenKind.VersionDirective or TokenKind.TagDirective or TokenKind.DocumentStart
                or TokenKind.StreamEnd);
        }

        while (_tokens.Peek().Kind == TokenKind.DocumentEnd)
        {
            _tokens.Skip();
        }

        return false;
    }

    private void ReadDirectives()
    {
        var hasVersion = false;
        ref var token = ref _tokens.Peek();
        for (; token.Kind is TokenKind.VersionDirective or TokenKind.TagDirective; token = ref _tokens.Next())
        {
            if (token.Kind == TokenKind.TagDirective)
            {
                _handles.Declare(token);
                continue;
            }

            if (hasVersion)
            {
                throw YamlErrors.Parsing(token.Start, "found duplicate %YAML directive");
            }

            if (token is not { Major: 1, Minor: 1 })
            {
                throw YamlErrors.Parsing(token.Start, "found incompatible YAML document");
            }

            hasVersion = true;
        }

        _handles.DeclareDefaults();
        if (token.Kind != TokenKind.DocumentStart)
        {
            throw YamlErrors.Parsing(token.Start, "did not find expected <document start>");
        }
    }

    private YamlNode ReadExplicitContent()
    {
        ref var token = ref _tokens.Peek();
        return token.Kind is TokenKind.VersionDirective or TokenKind.TagDirective or TokenKind.DocumentStart or TokenKind.DocumentEnd
                or TokenKind.StreamEnd
            ? _nodes.CreateEmpty(token.Start)
            : _nodes.Read(inBlock: true);
    }

    private void ReadEnd(YamlNode document)
    {
        if (_tokens.Peek().Kind == TokenKind.DocumentEnd)
        {
            _tokens.Skip();
        }

        _handles.Clear();
        _tokens.AttachDocumentFoot(document);
    }
}
