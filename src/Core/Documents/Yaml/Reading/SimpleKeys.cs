namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>
/// The places, one per flow level, where a key without <c>?</c> may have begun. Only a later <c>:</c> tells, on the same line and
/// within 1,024 characters.
/// </summary>
internal sealed class SimpleKeys(Cursor cursor)
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
    public void Push(int tokenNumber)
    {
        if (++_top == _levels.Length)
        {
            Array.Resize(ref _levels, _levels.Length * 2);
        }

        _levels[_top] = new Candidate { TokenNumber = tokenNumber, Mark = cursor.Mark };
    }

    /// <summary>Leaves a flow collection.</summary>
    public void Pop() => _top--;

    /// <summary>Notes that the token of that number may start a key.</summary>
    public void Save(int tokenNumber, bool required)
    {
        Drop();
        _levels[_top] = new Candidate
        {
            IsPossible = true,
            IsRequired = required,
            TokenNumber = tokenNumber,
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

        key.IsPossible = false;
    }

    /// <summary>Consumes the innermost candidate: its colon was found.</summary>
    public void Resolve() => _levels[_top].IsPossible = false;

    /// <summary>Whether the innermost candidate is still one.</summary>
    public bool IsPossible() => IsPossible(ref _levels[_top]);

    /// <summary>Whether the token of that number may still turn out to start a key of that level.</summary>
    public bool IsPossible(int level, int tokenNumber) =>
        level <= _top && _levels[level].TokenNumber == tokenNumber && IsPossible(ref _levels[level]);

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

    private DocumentException Missing(in Candidate key) => YamlErrors.Scanning(key.Mark, cursor.Mark, "could not find expected ':'");

    private struct Candidate
    {
        public bool IsPossible;
        public bool IsRequired;
        public int TokenNumber;
        public int Characters;
        public Mark Mark;
    }
}
