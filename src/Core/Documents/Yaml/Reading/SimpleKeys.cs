namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>
/// The places, one per flow level, where a key without <c>?</c> may have begun. Only a later <c>:</c> tells, on the same line and
/// within 1,024 characters.
/// </summary>
internal sealed class SimpleKeys(Cursor cursor, TokenQueue tokens)
{
    private const int MaxKeyCharacters = 1024;

    private Candidate[] _levels = new Candidate[8];
    private int _top;

    /// <summary>The innermost level.</summary>
    public int Level => _top;

    /// <summary>The number of the token where the innermost candidate begins.</summary>
    public int TokenNumber => _levels[_top].TokenNumber;

    /// <summary>The place where the innermost candidate begins.</summary>
    public Mark Mark => _levels[_top].Mark;

    /// <summary>Enters a flow collection.</summary>
    public void Push()
    {
        if (++_top == _levels.Length)
        {
            Array.Resize(ref _levels, _levels.Length * 2);
        }

        _levels[_top] = new Candidate { TokenNumber = tokens.NextNumber, Mark = cursor.Mark };
    }

    /// <summary>
    /// Leaves a flow collection. Without a candidate inside, the number is that of the bracket itself,
    /// which is thereby no longer held back for a colon: the reference's way, by which <c>{}a:</c> is no key.
    /// </summary>
    public void Pop()
    {
        tokens.ForgetKey(_levels[_top].TokenNumber);
        _top--;
    }

    /// <summary>Notes that the next token may start a key.</summary>
    public void Save(bool required)
    {
        Drop();
        tokens.NoteKey(_top);
        _levels[_top] = new Candidate
        {
            IsPossible = true,
            IsRequired = required,
            TokenNumber = tokens.NextNumber,
            Characters = cursor.Characters,
            Mark = cursor.Mark,
        };
    }

    /// <summary>Gives the innermost candidate up.</summary>
    public void Drop()
    {
        ref var key = ref _levels[_top];
        if (key is { IsPossible: true, IsRequired: true })
        {
            throw Missing(key);
        }

        if (key.IsPossible)
        {
            Resolve();
        }
    }

    /// <summary>Consumes the innermost candidate: its colon was found.</summary>
    public void Resolve()
    {
        _levels[_top].IsPossible = false;
        tokens.ForgetKey(_levels[_top].TokenNumber);
    }

    /// <summary>Whether the innermost candidate is still one.</summary>
    public bool IsPossible() => IsPossible(ref _levels[_top]);

    /// <summary>
    /// Whether the first token that waits may still turn out to start a key. Asks for the candidate of the
    /// level that was noted for the token, which may by now be a later one.
    /// </summary>
    public bool MayBeginAtFirst() => tokens.FirstKeyLevel is var level && level >= 0 && level <= _top && IsPossible(ref _levels[level]);

    private bool IsPossible(ref Candidate key)
    {
        if (!key.IsPossible)
        {
            return false;
        }

        if (key.Mark.Line == cursor.Line && cursor.Characters - key.Characters <= MaxKeyCharacters)
        {
            return true;
        }

        if (key.IsRequired)
        {
            throw Missing(key);
        }

        key.IsPossible = false;
        return false;
    }

    private DocumentException Missing(in Candidate key) =>
        YamlErrors.Scanning(key.Mark, cursor.Mark, "could not find expected ':'", DocumentFault.MissingColon);

    private struct Candidate
    {
        public bool IsPossible;
        public bool IsRequired;
        public int TokenNumber;
        public int Characters;
        public Mark Mark;
    }
}
