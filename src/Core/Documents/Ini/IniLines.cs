namespace SecretsKit.Core.Documents.Ini;

/// <summary>Hands out the lines of a text with their line feeds.</summary>
internal ref struct IniLines
{
    private ReadOnlySpan<byte> _rest;

    public IniLines(ReadOnlySpan<byte> text) => _rest = text[ByteOrderMarkLength(text)..];

    /// <summary>The number, from 1, of the line handed out last.</summary>
    public int Number { get; private set; }

    public bool Next(out ReadOnlySpan<byte> line)
    {
        line = default;
        if (_rest.IsEmpty)
        {
            return false;
        }

        var end = _rest.IndexOf((byte)'\n');
        var length = end < 0 ? _rest.Length : end + 1;
        line = _rest[..length];
        _rest = _rest[length..];
        Number++;
        return true;
    }

    // go-ini skips the marks of UTF-16 too, though it does not decode what follows.
    private static int ByteOrderMarkLength(ReadOnlySpan<byte> text) => text switch
    {
        [0xfe, 0xff, ..] or [0xff, 0xfe, ..] => 2,
        [0xef, 0xbb, 0xbf, ..] => 3,
        _ => 0,
    };
}
