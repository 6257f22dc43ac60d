using System.Buffers;
using System.Text;

namespace SecretsKit.Core.Data.Gjson;

/// <summary>What a path may begin with beside a key: a modifier, a multipath, a literal.</summary>
internal static class GjsonSelectors
{
    private static readonly SearchValues<byte> NotSimple = SearchValues.Create("[]{}()#|!"u8);
    private static readonly SearchValues<byte> NumberEnds = SearchValues.Create("|,}]"u8);

    /// <summary>Works the beginning of a path out.</summary>
    /// <param name="json">What it works on.</param>
    /// <param name="path">At least two bytes.</param>
    /// <param name="result">What comes of it.</param>
    /// <param name="end">Where the path goes on behind it.</param>
    /// <returns>Whether the path begins so.</returns>
    public static bool TryStart(ReadOnlyMemory<byte> json, ReadOnlySpan<byte> path, out GjsonResult result, out int end)
    {
        (result, end) = (default, 0);
        switch (path[0])
        {
            case (byte)'@':
                return TryModify(json, path, out result, out end);
            case (byte)'!':
                return TryLiteral(path, out result, out end);
            case (byte)'[' or (byte)'{':
                if (Split(path, out end) is not { } parts || (end < path.Length && path[end] is not ((byte)'|' or (byte)'.')))
                {
                    return false;
                }

                result = Combine(json, parts, isObject: path[0] == '{');
                return true;
            default:
                return false;
        }
    }

    private static bool TryModify(ReadOnlyMemory<byte> json, ReadOnlySpan<byte> path, out GjsonResult result, out int end)
    {
        result = default;
        end = path.IndexOfAny((byte)'.', (byte)'|', (byte)':');
        end = end < 0 ? path.Length : end;
        var name = path[1..end];
        if (!GjsonModifiers.Exists(name))
        {
            return false;
        }

        var argument = "";
        var start = end + 1;
        if (start <= path.Length && path[end] == ':')
        {
            var text = path[start..];
            var length = text is [(byte)'{' or (byte)'[' or (byte)'"', ..] ? ValueLength(text) : text.IndexOf((byte)'|');
            length = length < 0 ? text.Length : length;
            argument = Encoding.Latin1.GetString(text[..length]);
            end = start + length;
        }

        result = GjsonScan.First(GjsonModifiers.Apply(name, json, Encoding.Latin1.GetBytes(argument)));
        return true;
    }

    private static bool TryLiteral(ReadOnlySpan<byte> path, out GjsonResult result, out int end)
    {
        (result, end) = (default, 0);
        var text = path[1..];
        int length;
        if (text[0] is (byte)'{' or (byte)'[' or (byte)'"')
        {
            length = ValueLength(text);
        }
        else if (text[0] is (byte)'+' or (byte)'-' or (>= (byte)'0' and <= (byte)'9'))
        {
            length = text.IndexOfAny(NumberEnds);
        }
        else
        {
            length = text.IndexOfAny((byte)'|', (byte)'.');
            var word = Encoding.ASCII.GetString(length < 0 ? text : text[..length]);
            if (word.ToLowerInvariant() is not ("true" or "false" or "null" or "nan" or "inf"))
            {
                return false;
            }
        }

        length = length < 0 ? text.Length : length;
        result = GjsonScan.First(text[..length].ToArray());
        end = 1 + length;
        return true;
    }

    private static int ValueLength(ReadOnlySpan<byte> text) =>
        text[0] == '"' ? GjsonScan.StringEnd(text, 0) : GjsonScan.ContainerEnd(text, 0);

    // The paths of a multipath with their names; null if its brackets do not close.
    private static List<(byte[] Name, byte[] Path)>? Split(ReadOnlySpan<byte> path, out int end)
    {
        var parts = new List<(byte[] Name, byte[] Path)>();
        var (depth, colon, start, isModifier) = (1, 0, 1, false);
        end = 0;
        for (var at = 1; at < path.Length; at++)
        {
            switch (path[at])
            {
                case (byte)'\\':
                    at++;
                    break;
                case (byte)'@' when path[at - 1] is (byte)'.' or (byte)'|':
                    isModifier = true;
                    break;
                case (byte)':' when !isModifier:
                    colon = at;
                    break;
                case (byte)',' when depth == 1:
                    Add(path, at);
                    (colon, start, isModifier) = (0, at + 1, false);
                    break;
                case (byte)'"':
                    at = GjsonScan.StringEnd(path, at) - 1;
                    break;
                case (byte)'[' or (byte)'(' or (byte)'{':
                    depth++;
                    break;
                case (byte)']' or (byte)')' or (byte)'}' when --depth == 0:
                    Add(path, at);
                    end = at + 1;
                    return parts;
            }
        }

        return null;

        void Add(ReadOnlySpan<byte> text, int to) => parts.Add(colon == 0
            ? ([], text[start..to].ToArray())
            : (text[start..colon].ToArray(), text[(colon + 1)..to].ToArray()));
    }

    private static GjsonResult Combine(ReadOnlyMemory<byte> json, List<(byte[] Name, byte[] Path)> parts, bool isObject)
    {
        var output = new List<byte> { isObject ? (byte)'{' : (byte)'[' };
        foreach (var (name, path) in parts)
        {
            if (GjsonSearch.Get(json, path) is not { Exists: true } found)
            {
                continue;
            }

            if (output.Count > 1)
            {
                output.Add((byte)',');
            }

            if (isObject)
            {
                output.AddRange(NameOf(name, path));
                output.Add((byte)':');
            }

            output.AddRange(found.Raw.IsEmpty ? "null"u8.ToArray() : found.Raw.Span);
        }

        output.Add(isObject ? (byte)'}' : (byte)']');
        return GjsonResult.OfJson([.. output]);
    }

    private static byte[] NameOf(byte[] name, byte[] path)
    {
        if (name.Length > 0)
        {
            return name[0] == '"' ? name : GjsonText.Quote(name);
        }

        var last = path.Length - 1;
        while (last >= 0 && !(path[last] is (byte)'|' or (byte)'.' && (last == 0 || path[last - 1] != '\\')))
        {
            last--;
        }

        var simple = path.AsSpan(last + 1);
        return simple.IndexOfAny(NotSimple) < 0 ? GjsonText.Quote(simple) : "\"_\""u8.ToArray();
    }
}
