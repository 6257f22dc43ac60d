namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>Lines of comments joined by line feeds. A single line stays a slice of the source.</summary>
internal struct CommentText
{
    private ReadOnlyMemory<byte> _only;
    private ByteBuilder _joined;

    /// <summary>Whether there is none.</summary>
    public readonly bool IsEmpty => Length == 0;

    /// <summary>Bytes so far.</summary>
    public readonly int Length => _only.Length + _joined.Length;

    /// <summary>Adds lines below the others. Nothing adds no line.</summary>
    public void Add(ReadOnlyMemory<byte> lines)
    {
        if (lines.IsEmpty)
        {
            return;
        }

        if (Length == 0)
        {
            _only = lines;
            return;
        }

        AddBreak();
        _joined.Add(lines.Span);
    }

    /// <summary>Adds the line feed that stands for an empty line.</summary>
    public void AddBreak()
    {
        if (!_only.IsEmpty)
        {
            _joined.Add(_only.Span);
            _only = default;
        }

        _joined.Add((byte)'\n');
    }

    /// <summary>Hands the text out and starts anew.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        var text = _only.IsEmpty ? _joined.Take() : _only;
        _only = default;
        return text;
    }
}
