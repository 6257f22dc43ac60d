namespace SecretsKit.Charts.YamlText.Scanning;

/// <summary>
/// What the indentation means: which block collections are open, and where a key may have begun. Adds the tokens that no character
/// stands for.
/// </summary>
internal sealed class BlockLayout(TextCursor cursor, List<YamlToken> tokens)
{
    private readonly Stack<int> _outer = new();

    // By flow level: no more than one key may be open in each.
    private readonly SortedDictionary<int, SimpleKey> _possibleKeys = [];
    private int _flowLevel;

    /// <summary>The column of the innermost block collection, -1 outside of all.</summary>
    public int Indent { get; private set; } = -1;

    /// <summary>Whether a key may begin at the next token.</summary>
    public bool MayKeyFollow { get; set; } = true;

    /// <summary>Whether a bracket or brace is open.</summary>
    public bool IsInFlow => _flowLevel != 0;

    /// <summary>The number of the first token at which a key may still turn out to have begun.</summary>
    public int FirstPossibleKey()
    {
        var at = cursor.Mark;
        return _possibleKeys.Values.Where(key => key.IsRequired || !key.IsStaleAt(at)).Select(key => key.Token)
            .DefaultIfEmpty(int.MaxValue).Min();
    }

    /// <summary>Notes that a key may begin here.</summary>
    /// <param name="allowsNext">Whether one may begin behind this token too.</param>
    public void SaveKey(bool allowsNext)
    {
        if (MayKeyFollow)
        {
            var isRequired = !IsInFlow && Indent == cursor.Column;
            DropKeyHere();
            _possibleKeys[_flowLevel] = new(tokens.Count, isRequired, cursor.Mark);
        }

        MayKeyFollow = allowsNext;
    }

    /// <summary>Takes back that a key may have begun on this level.</summary>
    public void DropKeyHere()
    {
        if (_possibleKeys.TryGetValue(_flowLevel, out var key) && key.IsRequired)
        {
            throw MissingColon(key);
        }

        _possibleKeys.Remove(_flowLevel);
    }

    /// <summary>Takes back the keys of other lines.</summary>
    public void DropStaleKeys()
    {
        var at = cursor.Mark;
        foreach (var (level, key) in _possibleKeys.Where(pair => pair.Value.IsStaleAt(at)).ToList())
        {
            if (key.IsRequired)
            {
                throw MissingColon(key);
            }

            _possibleKeys.Remove(level);
        }
    }

    /// <summary>Closes the block collections that are further right than a column.</summary>
    public void Unwind(int column)
    {
        while (!IsInFlow && Indent > column)
        {
            Indent = _outer.Pop();
            AddBare(YamlTokenType.BlockEnd);
        }
    }

    /// <summary>Closes everything: the text ends.</summary>
    public void EndStream()
    {
        Unwind(-1);
        DropKeyHere();
        MayKeyFollow = false;
        _possibleKeys.Clear();
    }

    /// <summary>Closes everything: a directive, or the start or end of a document.</summary>
    public void EndDocument()
    {
        Unwind(-1);
        DropKeyHere();
        MayKeyFollow = false;
    }

    /// <summary>A bracket or brace opens.</summary>
    public void OpenFlow()
    {
        SaveKey(allowsNext: true);
        _flowLevel++;
    }

    /// <summary>A bracket or brace closes.</summary>
    public void CloseFlow()
    {
        DropKeyHere();
        _flowLevel--;
        MayKeyFollow = false;
    }

    /// <summary>A comma.</summary>
    public void NextFlowEntry()
    {
        MayKeyFollow = true;
        DropKeyHere();
    }

    /// <summary>A dash.</summary>
    public void NextBlockEntry()
    {
        OpenBlock(YamlTokenType.BlockSequenceStart, "sequence entries are not allowed here");
        MayKeyFollow = true;
        DropKeyHere();
    }

    /// <summary>A question mark.</summary>
    public void ExplicitKey()
    {
        OpenBlock(YamlTokenType.BlockMappingStart, "mapping keys are not allowed here");
        MayKeyFollow = !IsInFlow;
        DropKeyHere();
    }

    /// <summary>A colon: what is before it becomes a key.</summary>
    public void Value()
    {
        if (_possibleKeys.Remove(_flowLevel, out var key))
        {
            tokens.Insert(key.Token, new(YamlTokenType.Key, key.Mark, key.Mark));
            if (!IsInFlow && Push(key.Mark.Column))
            {
                tokens.Insert(key.Token, new(YamlTokenType.BlockMappingStart, key.Mark, key.Mark));
            }

            MayKeyFollow = false;
            return;
        }

        OpenBlock(YamlTokenType.BlockMappingStart, "mapping values are not allowed here");
        MayKeyFollow = !IsInFlow;
        DropKeyHere();
    }

    private void OpenBlock(YamlTokenType type, string refusal)
    {
        if (IsInFlow)
        {
            return;
        }

        if (!MayKeyFollow)
        {
            throw new YamlSyntaxException(null, null, refusal, cursor.Mark);
        }

        if (Push(cursor.Column))
        {
            AddBare(type);
        }
    }

    private bool Push(int column)
    {
        if (Indent >= column)
        {
            return false;
        }

        _outer.Push(Indent);
        Indent = column;
        return true;
    }

    private void AddBare(YamlTokenType type) => tokens.Add(new(type, cursor.Mark, cursor.Mark));

    private YamlSyntaxException MissingColon(SimpleKey key) =>
        new("while scanning a simple key", key.Mark, "could not find expected ':'", cursor.Mark);
}
