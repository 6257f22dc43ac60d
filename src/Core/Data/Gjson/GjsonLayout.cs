using System.Text;

namespace SecretsKit.Core.Data.Gjson;

/// <summary>Writes a JSON text without white space, or with lines and indentation.</summary>
internal static class GjsonLayout
{
    private const int DefaultWidth = 80;
    private const int MaxDepth = 200;

    /// <summary>The text without white space outside of strings.</summary>
    public static byte[] Ugly(ReadOnlySpan<byte> json)
    {
        var output = new List<byte>(json.Length);
        for (var at = 0; at < json.Length; at++)
        {
            if (json[at] == '"')
            {
                var end = GjsonScan.StringEnd(json, at);
                output.AddRange(json[at..end]);
                at = end - 1;
            }
            else if (json[at] > ' ')
            {
                output.Add(json[at]);
            }
        }

        return [.. output];
    }

    /// <summary>The text in lines; lists without maps stay in one where they fit the width.</summary>
    /// <param name="json">The text.</param>
    /// <param name="options">A map of <c>sortKeys</c>, <c>indent</c>, <c>prefix</c> and <c>width</c>; empty for none.</param>
    public static byte[] Pretty(ReadOnlyMemory<byte> json, byte[] options)
    {
        var layout = new Layout(
            Text(options, "indent", "  "),
            Text(options, "prefix", ""),
            GjsonSearch.Get(options, "width"u8) is { Kind: GjsonKind.Number } width ? (int)width.ToNumber() : DefaultWidth,
            GjsonSearch.Get(options, "sortKeys"u8).Kind == GjsonKind.True);
        var output = new StringBuilder(layout.Prefix);
        layout.Append(output, GjsonScan.First(json), 0);
        return Encoding.Latin1.GetBytes(output.Append('\n').ToString());
    }

    private static string Text(byte[] options, string name, string otherwise) =>
        options.Length > 0 && GjsonSearch.Get(options, Encoding.ASCII.GetBytes(name)) is { Exists: true } found
            ? Encoding.Latin1.GetString(found.ToText())
            : otherwise;

    // Bytes are characters of Latin-1 here, so that lines are measured in bytes.
    private sealed record Layout(string Indent, string Prefix, int Width, bool SortsKeys)
    {
        public void Append(StringBuilder output, GjsonResult value, int depth)
        {
            if (value.Kind != GjsonKind.Json || depth > MaxDepth)
            {
                output.Append(Encoding.Latin1.GetString(Ugly(value.Raw.Span)));
                return;
            }

            if (value.IsArray && Width > 0 && Width - LineLength(output) is var room && MayFit(value.Raw.Span, room)
                && OneLine(value, 0) is { } line && line.Length <= room)
            {
                output.Append(line);
                return;
            }

            var members = Members(value);
            output.Append(value.IsObject ? '{' : '[');
            for (var i = 0; i < members.Count; i++)
            {
                NewLine(output.Append(i > 0 ? "," : ""), depth + 1);
                if (value.IsObject)
                {
                    output.Append(Encoding.Latin1.GetString(members[i].Key.Raw.Span)).Append(": ");
                }

                Append(output, members[i].Value, depth + 1);
            }

            if (members.Count > 0)
            {
                NewLine(output, depth);
            }

            output.Append(value.IsObject ? '}' : ']');
        }

        private List<(GjsonResult Key, GjsonResult Value)> Members(GjsonResult value)
        {
            var members = GjsonScan.Members(value).ToList();
            return value.IsObject && SortsKeys
                ? [.. members.OrderBy(member => Encoding.Latin1.GetString(member.Key.ToText()), StringComparer.Ordinal)]
                : members;
        }

        // A line has all that is no white space: looking further than that would cost each level the whole text.
        private static bool MayFit(ReadOnlySpan<byte> json, int room)
        {
            foreach (var letter in json)
            {
                if (letter > ' ' && --room < 0)
                {
                    return false;
                }
            }

            return true;
        }

        // Null where it has a map in it.
        private static string? OneLine(GjsonResult value, int depth)
        {
            if (value.IsObject || depth > MaxDepth)
            {
                return null;
            }

            if (!value.IsArray)
            {
                return Encoding.Latin1.GetString(value.Raw.Span);
            }

            var elements = GjsonScan.Members(value).Select(member => OneLine(member.Value, depth + 1)).ToList();
            return elements.Contains(null) ? null : $"[{string.Join(", ", elements)}]";
        }

        private static int LineLength(StringBuilder output)
        {
            var length = 0;
            while (length < output.Length && output[output.Length - 1 - length] != '\n')
            {
                length++;
            }

            return length;
        }

        private void NewLine(StringBuilder output, int depth)
        {
            output.Append('\n').Append(Prefix);
            for (var i = 0; i < depth; i++)
            {
                output.Append(Indent);
            }
        }
    }
}
