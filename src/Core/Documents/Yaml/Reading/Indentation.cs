using System.Globalization;

namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>
/// Where the scanner is in the layout: block collections by column, flow collections by level,
/// and whether a key may begin here. Emits the tokens that no character stands for: starts and ends of block
/// collections, and keys that turn out to be keys.
/// </summary>
internal sealed class Indentation(Cursor cursor, TokenQueue tokens, CommentQueue comments)
{
    private const int MaxNesting = 10_000;

    private readonly SimpleKeys _keys = new(cursor, tokens);
    private readonly Stack<int> _outer = new();

    /// <summary>The column of the innermost block collection, or -1.</summary>
    public int Indent { get; private set; } = -1;

    /// <summary>Whether a flow collection is open.</summary>
    public bool InFlow => _keys.Level > 0;

    /// <summary>Whether a key without <c>?</c> may begin at the next token.</summary>
    public bool KeyAllowed { get; set; } = true;

    /// <inheritdoc cref="SimpleKeys.MayBeginAtFirst"/>
    public bool MayKeyBeginAtFirst() => _keys.MayBeginAtFirst();

    /// <summary>Notes that a key may begin here, if one may.</summary>
    public void SaveKey()
    {
        if (KeyAllowed)
        {
            _keys.Save(required: !InFlow && Indent == cursor.Column);
        }
    }

    /// <summary>The same for a token after which no other key can begin.</summary>
    public void SaveKeyAndForbidNext()
    {
        SaveKey();
        KeyAllowed = false;
    }

    /// <summary>A block scalar is here: no key is open, and one may follow.</summary>
    public void DropKeyAndAllowNext()
    {
        _keys.Drop();
        KeyAllowed = true;
    }

    /// <summary>A directive, a document indicator or the end is here: all blocks end.</summary>
    public void LeaveDocument()
    {
        Unroll(-1, cursor.Mark);
        _keys.Drop();
        KeyAllowed = false;
    }

    /// <summary>A bracket opens.</summary>
    public void EnterFlow()
    {
        _keys.Push();
        KeyAllowed = true;
        if (_keys.Level > MaxNesting)
        {
            throw TooDeep();
        }
    }

    /// <summary>A bracket closes.</summary>
    public void LeaveFlow()
    {
        _keys.Drop();
        if (InFlow)
        {
            _keys.Pop();
        }

        KeyAllowed = false;
    }

    /// <summary>A comma.</summary>
    public void NextFlowEntry()
    {
        _keys.Drop();
        KeyAllowed = true;
    }

    /// <summary>A dash.</summary>
    public void NextBlockEntry()
    {
        // In a flow collection the parser refuses it: it can name the collection.
        if (!InFlow)
        {
            RequireKeyAllowed("block sequence entries are not allowed in this context", DocumentFault.Syntax);
            Roll(cursor.Mark, tokens.NextNumber, TokenKind.BlockSequenceStart);
        }

        _keys.Drop();
        KeyAllowed = true;
    }

    /// <summary>A question mark.</summary>
    public void ExplicitKey()
    {
        if (!InFlow)
        {
            RequireKeyAllowed("mapping keys are not allowed in this context", DocumentFault.Syntax);
            Roll(cursor.Mark, tokens.NextNumber, TokenKind.BlockMappingStart);
        }

        _keys.Drop();
        KeyAllowed = !InFlow;
    }

    /// <summary>A colon.</summary>
    public void Value()
    {
        if (_keys.IsPossible())
        {
            var number = _keys.TokenNumber;
            tokens.Insert(number, new Token(TokenKind.Key, _keys.Mark));
            Roll(_keys.Mark, number, TokenKind.BlockMappingStart);
            _keys.Resolve();
            KeyAllowed = false;
            return;
        }

        if (!InFlow)
        {
            RequireKeyAllowed("mapping values are not allowed in this context", DocumentFault.UnexpectedColon);
            Roll(cursor.Mark, tokens.NextNumber, TokenKind.BlockMappingStart);
        }

        KeyAllowed = !InFlow;
    }

    /// <summary>Ends the block collections that are deeper than a column.</summary>
    public void Unroll(int column, Mark gap)
    {
        if (InFlow || Indent <= column)
        {
            return;
        }

        var end = gap with { Index = cursor.Before(gap.Index) };
        while (Indent > column)
        {
            end = comments.EndOfBlock(Indent, end);
            tokens.Add(new Token(TokenKind.BlockEnd, end));
            Indent = _outer.Pop();
        }
    }

    private void Roll(Mark at, int number, TokenKind kind)
    {
        if (InFlow || Indent >= at.Column)
        {
            return;
        }

        _outer.Push(Indent);
        Indent = at.Column;
        if (_outer.Count > MaxNesting)
        {
            throw TooDeep();
        }

        tokens.Insert(number, new Token(kind, at));
    }

    private void RequireKeyAllowed(string problem, DocumentFault fault)
    {
        if (!KeyAllowed)
        {
            throw YamlErrors.Scanning(cursor.Mark, cursor.Mark, problem, fault);
        }
    }

    private DocumentException TooDeep() => YamlErrors.Scanning(
        _keys.Mark, cursor.Mark, string.Create(CultureInfo.InvariantCulture, $"exceeded max depth of {MaxNesting}"), DocumentFault.Limit);
}
