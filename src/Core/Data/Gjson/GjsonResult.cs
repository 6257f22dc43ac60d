using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Data.Gjson;

internal enum GjsonKind
{
    Null,
    False,
    True,
    Number,
    String,
    Json,
}

/// <summary>A part of a JSON text: its kind and its bytes as they are written. The default is no part at all.</summary>
internal readonly record struct GjsonResult(GjsonKind Kind, ReadOnlyMemory<byte> Raw)
{
    public bool Exists => Kind != GjsonKind.Null || !Raw.IsEmpty;

    public bool IsObject => Kind == GjsonKind.Json && Raw.Span is [(byte)'{', ..];

    public bool IsArray => Kind == GjsonKind.Json && Raw.Span is [(byte)'[', ..];

    public static GjsonResult True { get; } = new(GjsonKind.True, "true"u8.ToArray());

    public static GjsonResult False { get; } = new(GjsonKind.False, "false"u8.ToArray());

    public static GjsonResult OfJson(byte[] raw) => new(GjsonKind.Json, raw);

    /// <summary>The part for people and comparisons.</summary>
    public byte[] ToText() => Kind switch
    {
        GjsonKind.Null => [],
        GjsonKind.String => StringText(),
        GjsonKind.Number => NumberText(),
        _ => Raw.ToArray(),
    };

    /// <summary>The same, with numbers as they are written.</summary>
    public byte[] ToVerbatim() => Kind == GjsonKind.Number ? Raw.ToArray() : ToText();

    /// <summary>The number; 0 if it is written as none.</summary>
    public double ToNumber() => ParseNumber(Raw.Span);

    public static double ParseNumber(ReadOnlySpan<byte> text) => GoNumber.ParseFloat(text, out var value) == GoNumberError.None ? value : 0;

    // Between the quotes; the closing one may be missing at the end of the text.
    private byte[] StringText()
    {
        var text = Raw.Span[1..];
        return GjsonText.Unescape(text is [.., (byte)'"'] ? text[..^1] : text);
    }

    private byte[] NumberText()
    {
        var text = Raw.Span;
        var digits = text is [(byte)'-', ..] ? text[1..] : text;
        return digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            ? text.ToArray()
            : Encoding.ASCII.GetBytes(GoFloat.Format(ToNumber(), GoFloatFormat.Plain));
    }
}
