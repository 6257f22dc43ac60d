using System.Text;

namespace SecretsKit.Templating.Parsing;

/// <summary>A template text and the name that errors give as its place.</summary>
/// <param name="Name">The path of the file in the chart, or the name of a set's root for texts that templates make.</param>
/// <param name="Text">Must not change.</param>
internal sealed record Source(string Name, byte[] Text)
{
    /// <summary>The bytes of a token.</summary>
    public ReadOnlySpan<byte> this[in Token token] => Text.AsSpan(token.Start, token.Length);

    /// <summary>The text of a range of bytes, for messages.</summary>
    public string Show(int start, int length) => Encoding.UTF8.GetString(Text, start, length);

    /// <summary>Line from 1 and column, in bytes from 0, of an offset (spec go-template.md 6.1).</summary>
    public (int Line, int Column) Locate(int offset)
    {
        var before = Text.AsSpan(0, offset);
        return (before.Count((byte)'\n') + 1, offset - (before.LastIndexOf((byte)'\n') + 1));
    }
}
