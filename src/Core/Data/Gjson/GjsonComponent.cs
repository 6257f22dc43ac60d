using System.Globalization;

namespace SecretsKit.Core.Data.Gjson;

/// <summary>The first component of a path, and what follows it.</summary>
/// <param name="Text">The component without escapes, unless it is a pattern.</param>
internal sealed record GjsonComponent(byte[] Text)
{
    /// <summary>Whether it has wildcards.</summary>
    public bool IsPattern { get; init; }

    /// <summary>The path into the value that this component names; null for none.</summary>
    public byte[]? Rest { get; init; }

    /// <summary>The path into the result of all before; null for none.</summary>
    public byte[]? Pipe { get; init; }

    /// <summary>Whether it is <c>#</c>: all elements of a list, their number, or those that <see cref="Query"/> chooses.</summary>
    public bool IsEach { get; init; }

    /// <summary>The path into every element, from <c>#.path</c>; null for none.</summary>
    public byte[]? EachPath { get; init; }

    /// <summary>The condition of <c>#(...)</c>; null for none.</summary>
    public GjsonQuery? Query { get; init; }

    /// <summary>The position in a list, or -1.</summary>
    public int Index { get; init; } = -1;

    /// <summary>Reads a component that is a key of a map.</summary>
    public static GjsonComponent ReadKey(ReadOnlySpan<byte> path)
    {
        var text = new List<byte>(path.Length);
        var isPattern = false;
        for (var at = 0; at < path.Length; at++)
        {
            switch (path[at])
            {
                case (byte)'\\':
                    // In a pattern the backslash keeps its meaning.
                    if (++at < path.Length)
                    {
                        if (path[at] is (byte)'*' or (byte)'?' or (byte)'\\')
                        {
                            text.Add((byte)'\\');
                        }

                        text.Add(path[at]);
                    }

                    break;
                case (byte)'|':
                    return Key(text, isPattern) with { Pipe = path[(at + 1)..].ToArray() };
                case (byte)'.':
                    return IsPipe(path[(at + 1)..])
                        ? Key(text, isPattern) with { Pipe = path[(at + 1)..].ToArray() }
                        : Key(text, isPattern) with { Rest = path[(at + 1)..].ToArray() };
                default:
                    isPattern |= path[at] is (byte)'*' or (byte)'?';
                    text.Add(path[at]);
                    break;
            }
        }

        return Key(text, isPattern);
    }

    /// <summary>Reads a component that chooses elements of a list.</summary>
    public static GjsonComponent ReadIndex(ReadOnlySpan<byte> path)
    {
        var made = new GjsonComponent([]);
        for (var at = 0; at < path.Length; at++)
        {
            switch (path[at])
            {
                case (byte)'|':
                    return made.At(path[..at]) with { Pipe = path[(at + 1)..].ToArray() };
                case (byte)'.':
                    return !made.IsEach && IsPipe(path[(at + 1)..])
                        ? made.At(path[..at]) with { Pipe = path[(at + 1)..].ToArray() }
                        : made.At(path[..at]) with { Rest = path[(at + 1)..].ToArray() };
                case (byte)'#' when at == 0 && path.Length > 1 && path[1] == '.':
                    return new([(byte)'#']) { IsEach = true, EachPath = path[2..].ToArray() };
                case (byte)'#' when at == 0 && GjsonQuery.Read(path, out var end) is { } query:
                    made = made with { IsEach = true, Query = query };
                    at = end - 1;
                    break;
                case (byte)'#':
                    made = made with { IsEach = true };
                    break;
            }
        }

        return made.At(path);
    }

    /// <summary>Whether what follows a dot works on the result so far: a modifier, a multipath or a literal.</summary>
    public static bool IsPipe(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty)
        {
            return false;
        }

        if (rest[0] == '@')
        {
            var end = rest.IndexOfAny((byte)'.', (byte)'|', (byte)':');
            return GjsonModifiers.Exists(end < 0 ? rest[1..] : rest[1..end]);
        }

        return rest[0] is (byte)'[' or (byte)'{' or (byte)'!';
    }

    private static GjsonComponent Key(List<byte> text, bool isPattern) =>
        new(isPattern ? [.. text] : [.. Unescaped(text)]) { IsPattern = isPattern };

    private static IEnumerable<byte> Unescaped(List<byte> text)
    {
        for (var at = 0; at < text.Count; at++)
        {
            if (text[at] == '\\')
            {
                at++;
            }

            yield return text[at];
        }
    }

    private GjsonComponent At(ReadOnlySpan<byte> text)
    {
        var isNumber = !text.IsEmpty && text.Length < 10 && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
        var index = isNumber && !IsEach ? int.Parse(text, CultureInfo.InvariantCulture) : -1;
        return this with { Text = text.ToArray(), Index = index };
    }
}
