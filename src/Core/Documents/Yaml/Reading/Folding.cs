namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>
/// The line breaks between two lines of a scalar that folds: a single one becomes a space, of several the first is lost. Breaks
/// other than LF, CR and U+0085 stay.
/// </summary>
internal struct Folding
{
    private bool _firstVanishes;
    private ByteBuilder _breaks;

    /// <summary>Adds a break.</summary>
    public void Add(scoped ReadOnlySpan<byte> lineBreak, bool isFirst)
    {
        if (isFirst)
        {
            _breaks.Clear();
            _firstVanishes = lineBreak[0] == '\n';
            if (_firstVanishes)
            {
                return;
            }
        }

        _breaks.Add(lineBreak);
    }

    /// <summary>Forgets the breaks; those to come all stay, as after an escaped line break.</summary>
    public void Keep()
    {
        _breaks.Clear();
        _firstVanishes = false;
    }

    /// <summary>Writes what the breaks become.</summary>
    public void Join(ref ByteBuilder text)
    {
        if (_firstVanishes && _breaks.Length == 0)
        {
            text.Add((byte)' ');
        }
        else
        {
            text.Add(_breaks.Span);
        }

        _breaks.Clear();
    }
}
