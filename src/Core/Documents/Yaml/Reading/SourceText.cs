using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>
/// The input as UTF-8 without byte order mark, cut before the part that cannot be decoded or holds a forbidden character.
/// </summary>
internal sealed class SourceText
{
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(c => c is not ('\t' or '\n' or '\r')).Select(c => (byte)c), 0x7F]);

    private readonly DecodingFault? _fault;

    private SourceText(byte[] bytes, int start, int end, bool isAscii, DecodingFault? fault)
    {
        Bytes = bytes;
        Start = start;
        End = end;
        IsAscii = isAscii;
        _fault = fault;
    }

    /// <summary>The array that holds the text.</summary>
    public byte[] Bytes { get; }

    /// <summary>Where the text starts in the array.</summary>
    public int Start { get; }

    /// <summary>Where the readable text ends.</summary>
    public int End { get; }

    /// <summary>Whether a byte is a character, which makes columns cheap.</summary>
    public bool IsAscii { get; }

    /// <summary>Recognises the encoding by its byte order mark, UTF-8 without one, and checks the whole text.</summary>
    public static SourceText Of(ReadOnlyMemory<byte> input)
    {
        var span = input.Span;
        if (span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return Utf16Decoder.Decode(span, littleEndian: true, OfDecoded);
        }

        if (span.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return Utf16Decoder.Decode(span, littleEndian: false, OfDecoded);
        }

        var bytes = MemoryMarshal.TryGetArray(input, out var segment) && segment.Array is { } array ? array : span.ToArray();
        var start = segment.Array is null ? 0 : segment.Offset;
        var skip = span.StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
        var end = start + span.Length;
        var isAscii = Ascii.IsValid(span[skip..]);
        if (IsClean(span[skip..], isAscii))
        {
            return new SourceText(bytes, start + skip, end, isAscii, null);
        }

        var fault = Utf8Checker.FindFault(span, skip);
        return new SourceText(bytes, start + skip, start + fault.WindowStart, isAscii, fault);
    }

    /// <summary>Raises the fault that the text was cut for, if any.</summary>
    public void ThrowIfCut()
    {
        if (_fault is { } fault)
        {
            throw YamlErrors.Undecodable(fault);
        }
    }

    private static SourceText OfDecoded(byte[] utf8, DecodingFault? fault) => new(utf8, 0, utf8.Length, Ascii.IsValid(utf8), fault);

    private static bool IsClean(ReadOnlySpan<byte> text, bool isAscii) =>
        !text.ContainsAny(Controls) && (isAscii || (Utf8.IsValid(text) && !HasForbiddenSequence(text)));

    // The C1 controls but U+0085, and U+FFFE and U+FFFF, are valid UTF-8 and no YAML.
    private static bool HasForbiddenSequence(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            var lead = text.IndexOfAny((byte)0xC2, (byte)0xEF);
            if (lead < 0)
            {
                return false;
            }

            if (text[lead] == 0xC2 ? text[lead + 1] is < 0xA0 and not 0x85 : text[lead + 1] == 0xBF && text[lead + 2] is 0xBE or 0xBF)
            {
                return true;
            }

            text = text[(lead + 2)..];
        }
    }
}
