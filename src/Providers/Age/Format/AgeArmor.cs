using System.Buffers;
using System.Text;

namespace SecretsKit.Providers.Age.Format;

/// <summary>The text form of an age file (spec sops.md 8.8): base64 lines of 64 columns between two marker lines, nothing else.</summary>
internal static class AgeArmor
{
    private const int Columns = 64;
    private const int BytesPerLine = Columns / 4 * 3;

    private static readonly SearchValues<byte> Blank = SearchValues.Create(" \t\r\n\v\f"u8);

    /// <summary>The first line, without its end.</summary>
    public static ReadOnlySpan<byte> Header => "-----BEGIN AGE ENCRYPTED FILE-----"u8;

    private static ReadOnlySpan<byte> Footer => "-----END AGE ENCRYPTED FILE-----"u8;

    /// <summary>Decodes. Never throws: what is wrong is reported after the bytes before it.</summary>
    public static AgeInput Read(ReadOnlySpan<byte> text)
    {
        var data = new List<byte>(text.Length / 65 * 48);
        var error = ReadInto(data, text);
        return new AgeInput(data.ToArray(), error is null ? null : "invalid armor: " + error);
    }

    /// <summary>Encodes, with LF at the end.</summary>
    public static string Write(ReadOnlySpan<byte> file)
    {
        var text = new StringBuilder(((file.Length / BytesPerLine) + 1) * (Columns + 1) + 80);
        text.Append(Encoding.ASCII.GetString(Header)).Append('\n');
        for (; !file.IsEmpty; file = file[Math.Min(BytesPerLine, file.Length)..])
        {
            text.Append(Convert.ToBase64String(file[..Math.Min(BytesPerLine, file.Length)])).Append('\n');
        }

        return text.Append(Encoding.ASCII.GetString(Footer)).Append('\n').ToString();
    }

    private static string? ReadInto(List<byte> data, ReadOnlySpan<byte> text)
    {
        var lines = new LineCursor(text);
        do
        {
            if (!lines.MoveNext())
            {
                return "unexpected EOF";
            }

            if (text.Length - lines.Rest.Length > AgeLimits.MaxArmorWhitespace && IsBlank(lines.Line))
            {
                return "too much leading whitespace";
            }
        }
        while (IsBlank(lines.Line));

        if (!lines.Line.SequenceEqual(Header))
        {
            return $"invalid first line: {Quoted.Of(lines.Line)}";
        }

        while (lines.MoveNext())
        {
            if (lines.Line.SequenceEqual(Footer))
            {
                return CheckTail(lines.Rest);
            }

            if (lines.Line.IsEmpty)
            {
                return "empty line in armored data";
            }

            if (lines.Line.Length > Columns)
            {
                return "column limit exceeded";
            }

            if (StrictBase64.TryDecodePadded(lines.Line, out var at) is not { } bytes)
            {
                return $"illegal base64 data at input byte {at}";
            }

            if (bytes.Length < BytesPerLine)
            {
                // Only the last line may be short; without its closing line it does not count.
                if (!lines.MoveNext())
                {
                    return "unexpected EOF";
                }

                if (!lines.Line.SequenceEqual(Footer))
                {
                    return $"invalid closing line: {Quoted.Of(lines.Line)}";
                }

                data.AddRange(bytes);
                return CheckTail(lines.Rest);
            }

            data.AddRange(bytes);
        }

        return "unexpected EOF";
    }

    private static string? CheckTail(ReadOnlySpan<byte> tail)
    {
        var near = tail[..Math.Min(tail.Length, AgeLimits.MaxArmorWhitespace)];
        return !IsBlank(near) ? "trailing data after armored file"
            : near.Length == AgeLimits.MaxArmorWhitespace ? "too much trailing whitespace"
            : null;
    }

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(Blank) < 0;

    /// <summary>Walks over lines without their LF or CRLF.</summary>
    private ref struct LineCursor(ReadOnlySpan<byte> text)
    {
        public ReadOnlySpan<byte> Line { get; private set; }

        public ReadOnlySpan<byte> Rest { get; private set; } = text;

        public bool MoveNext()
        {
            if (Rest.IsEmpty)
            {
                return false;
            }

            var end = Rest.IndexOf((byte)'\n');
            Line = end < 0 ? Rest : Rest[..end];
            Rest = end < 0 ? default : Rest[(end + 1)..];
            if (Line is [.., (byte)'\r'])
            {
                Line = Line[..^1];
            }

            return true;
        }
    }
}
