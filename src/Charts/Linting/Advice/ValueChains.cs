using System.Buffers;
using System.Text;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>The paths of values that an action names: <c>.Values.image.tag</c>, <c>index .Values "image" "tag"</c>.</summary>
internal static class ValueChains
{
    private static readonly SearchValues<byte> WordBytes = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"u8);

    /// <summary>All paths in an action, in order; an empty one where <c>.Values</c> itself is handed on.</summary>
    public static List<IReadOnlyList<string>> In(ReadOnlySpan<byte> action)
    {
        var found = new List<IReadOnlyList<string>>();
        for (var start = action.IndexOf(".Values"u8); start >= 0; start = action.IndexOf(".Values"u8))
        {
            var before = action[..start];
            var isLookUp = IsLookUp(before.TrimEnd("$ "u8));
            action = action[(start + ".Values".Length)..];
            if (WordLength(action) > 0 || before[(before.LastIndexOfAny(" (\t\n"u8) + 1)..].IndexOf(".Subcharts."u8) >= 0)
            {
                continue; // Another name that begins so, or the values of another chart.
            }

            var path = new List<string>();
            while (action is [(byte)'.', ..] && WordLength(action[1..]) is var length and > 0)
            {
                path.Add(Encoding.ASCII.GetString(action.Slice(1, length)));
                action = action[(1 + length)..];
            }

            while (isLookUp
                && action.TrimStart((byte)' ') is [(byte)'"' or (byte)'`', .. var quoted]
                && quoted.IndexOfAny((byte)'"', (byte)'`') is var end and > 0)
            {
                path.Add(Encoding.UTF8.GetString(quoted[..end]));
                action = quoted[(end + 1)..];
            }

            found.Add(path);
        }

        return found;
    }

    /// <summary>How many letters, digits and underscores a text begins with.</summary>
    public static int WordLength(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExcept(WordBytes);
        return end < 0 ? text.Length : end;
    }

    // The functions that take keys behind a map. Behind another map the next text is a key of that one.
    private static bool IsLookUp(ReadOnlySpan<byte> before) => before.EndsWith("index"u8)
        || before.EndsWith("get"u8)
        || before.EndsWith("hasKey"u8)
        || before.EndsWith("set"u8);
}
