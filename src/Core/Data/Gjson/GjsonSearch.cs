using System.Globalization;
using System.Text;

namespace SecretsKit.Core.Data.Gjson;

/// <summary>Follows a path into a JSON text.</summary>
internal static class GjsonSearch
{
    /// <summary>The part that a path names; no result if there is none.</summary>
    public static GjsonResult Get(ReadOnlyMemory<byte> json, ReadOnlySpan<byte> path)
    {
        if (path.Length > 1 && GjsonSelectors.TryStart(json, path, out var started, out var next))
        {
            return next == path.Length ? started : path[next] is (byte)'|' or (byte)'.' ? Get(started.Raw, path[(next + 1)..]) : default;
        }

        var span = json.Span;
        var open = span.IndexOfAny((byte)'{', (byte)'[');
        if (open < 0)
        {
            return default;
        }

        byte[]? pipe = null;
        var found = span[open] == '{' ? InObject(json, open, path, ref pipe) : InArray(json, open, path, ref pipe);
        return pipe is null ? found : Get(found.Raw, pipe);
    }

    // The pipe is that of the component that ends the search; it works on the result, even on none.
    private static GjsonResult InObject(ReadOnlyMemory<byte> json, int open, ReadOnlySpan<byte> path, ref byte[]? pipe)
    {
        var component = GjsonComponent.ReadKey(path);
        SetPipe(component, ref pipe);
        var span = json.Span;
        var end = open + 1;
        while (TryReadKey(json, ref end, out var key))
        {
            var isNamed = component.IsPattern
                ? GjsonWildcard.Matches(key.ToText(), component.Text)
                : key.ToText().AsSpan().SequenceEqual(component.Text);
            if (isNamed && component.Rest is { } rest)
            {
                // Of several keys that match, the first that leads on.
                if (span[end] is (byte)'{' or (byte)'[')
                {
                    var inner = span[end] == '{'
                        ? InObject(json, end, rest, ref pipe)
                        : InArray(json, end, rest, ref pipe);
                    if (inner.Exists)
                    {
                        return inner;
                    }
                }
            }

            var value = GjsonScan.At(json, end, out var after);
            if (after == end)
            {
                return default;
            }

            end = after;
            if (isNamed && component.Rest is null)
            {
                return value;
            }
        }

        return default;
    }

    private static GjsonResult InArray(ReadOnlyMemory<byte> json, int open, ReadOnlySpan<byte> path, ref byte[]? pipe)
    {
        var component = GjsonComponent.ReadIndex(path);
        if (component.Query is { } query)
        {
            return Queried(json, open, component, query, ref pipe);
        }

        SetPipe(component, ref pipe);
        var whole = GjsonScan.At(json, open, out _);
        if (component.EachPath is { } each)
        {
            return Each(whole, each, ref pipe);
        }

        if (component.IsEach)
        {
            var count = GjsonScan.Members(whole).Count();
            return component.Rest is null
                ? new(GjsonKind.Number, Encoding.ASCII.GetBytes(count.ToString(CultureInfo.InvariantCulture)))
                : default;
        }

        if (component.Index < 0)
        {
            return default;
        }

        var element = GjsonScan.Members(whole).Skip(component.Index).Select(member => member.Value).FirstOrDefault();
        return component.Rest is not { } rest ? element
            : element.IsObject ? InObject(element.Raw, 0, rest, ref pipe)
            : element.IsArray ? InArray(element.Raw, 0, rest, ref pipe)
            : default;
    }

    // A path into each element, up to a pipe in it, which works on the list of results.
    private static GjsonResult Each(GjsonResult list, byte[] path, ref byte[]? pipe)
    {
        var inner = path.AsSpan();
        if (SplitAtPipe(path) is var split and >= 0)
        {
            pipe = path[(split + 1)..];
            inner = inner[..split];
        }

        var output = new List<byte> { (byte)'[' };
        foreach (var (_, element) in GjsonScan.Members(list))
        {
            if (Get(element.Raw, inner) is { Exists: true } found)
            {
                AppendElement(output, found);
            }
        }

        output.Add((byte)']');
        return GjsonResult.OfJson([.. output]);
    }

    private static GjsonResult Queried(
        ReadOnlyMemory<byte> json, int open, GjsonComponent component, GjsonQuery query, ref byte[]? pipe)
    {
        var rest = component.Rest;
        if (rest is not null && SplitAtPipe(rest) is var split and >= 0)
        {
            pipe = rest[(split + 1)..];
            rest = rest[..split];
        }
        else if (rest is null)
        {
            SetPipe(component, ref pipe);
        }

        var output = new List<byte> { (byte)'[' };
        foreach (var (_, element) in GjsonScan.Members(GjsonScan.At(json, open, out _)))
        {
            var compared = query.Path.Length == 0 ? element : element.Kind == GjsonKind.Json ? Get(element.Raw, query.Path) : default;
            if ((query.Path.Length > 0 && element.Kind != GjsonKind.Json) || !query.IsMetBy(compared))
            {
                continue;
            }

            var wanted = rest is null ? element : Get(element.Raw, rest);
            if (!query.IsAll)
            {
                return wanted;
            }

            if (!wanted.Raw.IsEmpty)
            {
                AppendElement(output, wanted);
            }
        }

        output.Add((byte)']');
        return query.IsAll ? GjsonResult.OfJson([.. output]) : default;
    }

    private static void AppendElement(List<byte> output, GjsonResult element)
    {
        if (output.Count > 1)
        {
            output.Add((byte)',');
        }

        output.AddRange(element.Raw.Span);
    }

    private static bool TryReadKey(ReadOnlyMemory<byte> json, ref int at, out GjsonResult key)
    {
        key = default;
        var span = json.Span;
        while (at < span.Length && span[at] is not ((byte)'"' or (byte)'}'))
        {
            at++;
        }

        if (at >= span.Length || span[at] == '}')
        {
            return false;
        }

        key = GjsonScan.At(json, at, out at);
        at = GjsonScan.SkipToValue(span, at);
        return at < span.Length && span[at] is not ((byte)'}' or (byte)']');
    }

    // Where a pipe outside of brackets and strings is, or a dot before a modifier: -1 for nowhere.
    private static int SplitAtPipe(ReadOnlySpan<byte> path)
    {
        var depth = 0;
        for (var at = 0; at < path.Length; at++)
        {
            switch (path[at])
            {
                case (byte)'\\':
                    at++;
                    break;
                case (byte)'"':
                    at = GjsonScan.StringEnd(path, at) - 1;
                    break;
                case (byte)'(' or (byte)'[' or (byte)'{':
                    depth++;
                    break;
                case (byte)')' or (byte)']' or (byte)'}':
                    depth--;
                    break;
                case (byte)'|' when depth <= 0:
                    return at;
                case (byte)'.' when depth <= 0 && at > 0 && path[at..] is [_, (byte)'@', ..] && GjsonComponent.IsPipe(path[(at + 1)..]):
                    return at;
            }
        }

        return -1;
    }

    private static void SetPipe(GjsonComponent component, ref byte[]? pipe)
    {
        if (component.Rest is null && component.Pipe is { } found)
        {
            pipe = found;
        }
    }
}
