namespace SecretsKit.Core.Data.Gjson;

/// <summary>Finds where values of a JSON text end. Lenient: brackets and quotes are paired, nothing else is checked.</summary>
internal static class GjsonScan
{
    /// <summary>Where the first value after a place begins; the length of the text if there is none.</summary>
    public static int SkipToValue(ReadOnlySpan<byte> json, int at)
    {
        while (at < json.Length && (json[at] <= ' ' || json[at] is (byte)',' or (byte)':'))
        {
            at++;
        }

        return at;
    }

    /// <summary>The first value of a text, whatever comes behind it.</summary>
    public static GjsonResult First(ReadOnlyMemory<byte> json)
    {
        var span = json.Span;
        for (var at = 0; at < span.Length; at++)
        {
            switch (span[at])
            {
                case (byte)'{' or (byte)'[':
                    // What is behind it counts, too: the text as it is.
                    return new(GjsonKind.Json, json[at..]);
                case <= (byte)' ':
                    continue;
                case (byte)'"' or (byte)'+' or (byte)'-' or (byte)'i' or (byte)'I' or (byte)'N' or (byte)'n' or (byte)'t' or (byte)'f':
                case >= (byte)'0' and <= (byte)'9':
                    return At(json, at, out _);
                default:
                    return default;
            }
        }

        return default;
    }

    /// <summary>The value at a place.</summary>
    /// <param name="json">The text.</param>
    /// <param name="at">Its first byte.</param>
    /// <param name="end">Behind its last byte.</param>
    public static GjsonResult At(ReadOnlyMemory<byte> json, int at, out int end)
    {
        var span = json.Span;
        switch (span[at])
        {
            case (byte)'"':
                end = StringEnd(span, at);
                return new(GjsonKind.String, json[at..end]);
            case (byte)'{' or (byte)'[':
                end = ContainerEnd(span, at);
                return new(GjsonKind.Json, json[at..end]);
            case (byte)'t':
                end = WordEnd(span, at);
                return new(GjsonKind.True, json[at..end]);
            case (byte)'f':
                end = WordEnd(span, at);
                return new(GjsonKind.False, json[at..end]);
            case (byte)'n' when at + 1 < span.Length && span[at + 1] == (byte)'u':
                end = WordEnd(span, at);
                return new(GjsonKind.Null, json[at..end]);
            case (byte)'+' or (byte)'-' or (byte)'i' or (byte)'I' or (byte)'N' or (byte)'n':
            case >= (byte)'0' and <= (byte)'9':
                end = NumberEnd(span, at);
                return new(GjsonKind.Number, json[at..end]);
            default:
                end = at;
                return default;
        }
    }

    /// <summary>Behind the closing quote of a string; the end of the text if there is none.</summary>
    public static int StringEnd(ReadOnlySpan<byte> json, int quote)
    {
        for (var at = quote + 1; at < json.Length; at++)
        {
            if (json[at] == '\\')
            {
                at++;
            }
            else if (json[at] == '"')
            {
                return at + 1;
            }
        }

        return json.Length;
    }

    /// <summary>Behind the bracket that closes a map or a list; the end of the text if there is none.</summary>
    public static int ContainerEnd(ReadOnlySpan<byte> json, int open)
    {
        var depth = 0;
        for (var at = open; at < json.Length; at++)
        {
            switch (json[at])
            {
                case (byte)'"':
                    at = StringEnd(json, at) - 1;
                    break;
                case (byte)'{' or (byte)'[' or (byte)'(':
                    depth++;
                    break;
                case (byte)'}' or (byte)']' or (byte)')' when --depth == 0:
                    return at + 1;
            }
        }

        return json.Length;
    }

    /// <summary>The members of a map, or the elements of a list with no key.</summary>
    public static IEnumerable<(GjsonResult Key, GjsonResult Value)> Members(GjsonResult container)
    {
        if (container.Kind != GjsonKind.Json)
        {
            if (container.Exists)
            {
                yield return (default, container);
            }

            yield break;
        }

        var json = container.Raw;
        var at = 1;
        while (true)
        {
            var key = default(GjsonResult);
            at = SkipToValue(json.Span, at);
            if (at >= json.Length || json.Span[at] is (byte)'}' or (byte)']')
            {
                yield break;
            }

            if (container.IsObject)
            {
                if (json.Span[at] != '"')
                {
                    yield break;
                }

                key = At(json, at, out at);
                at = SkipToValue(json.Span, at);
                if (at >= json.Length)
                {
                    yield break;
                }
            }

            var value = At(json, at, out var end);
            if (end == at)
            {
                yield break;
            }

            at = end;
            yield return (key, value);
        }
    }

    private static int WordEnd(ReadOnlySpan<byte> json, int at)
    {
        while (at < json.Length && json[at] is >= (byte)'a' and <= (byte)'z')
        {
            at++;
        }

        return at;
    }

    private static int NumberEnd(ReadOnlySpan<byte> json, int at)
    {
        while (at < json.Length && json[at] > ' ' && json[at] is not ((byte)',' or (byte)']' or (byte)'}' or (byte)':'))
        {
            at++;
        }

        return at;
    }
}
