using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions.Conversion;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Text;

/// <summary>Takes text apart and joins it (spec sprig.md 3).</summary>
internal static class Splitting
{
    // What an element costs beside its bytes.
    private const int ElementCost = 40;
    private const long SortSteps = 8;

    public static FunctionTable AddSplitting(this FunctionTable table) => table
        .Add("split", static (c, a) => Numbered(Split(c, a[1].StringBytes, a[0].StringBytes, -1)), P.String, P.String)
        .Add("splitn", static (c, a) => Numbered(Split(c, a[2].StringBytes, a[0].StringBytes, a[1].Bits)), P.String, P.Int, P.String)
        .Add("splitList", static (c, a) => Strval.ToList(Split(c, a[1].StringBytes, a[0].StringBytes, -1)), P.String, P.String)
        .Add("join", static (c, a) => Value.Of(Join(c, a[0].StringBytes, Strval.Each(a[1]))), P.String, P.Any)
        .Add("sortAlpha", static (c, a) => SortAlpha(c, a[0]), P.Any);

    /// <summary>Go's <c>strings.SplitN</c>; an empty separator is between all characters.</summary>
    private static List<byte[]> Split(CallContext context, ReadOnlySpan<byte> text, ReadOnlySpan<byte> separator, long limit)
    {
        var parts = new List<byte[]>();
        if (limit == 0)
        {
            return parts;
        }

        context.Charge(text.Length + (separator.IsEmpty ? (long)text.Length * ElementCost : (long)text.Count(separator) * ElementCost));
        if (separator.IsEmpty)
        {
            while (!text.IsEmpty)
            {
                _ = Runes.First(text, out var width);
                width = parts.Count == limit - 1 ? text.Length : width;
                parts.Add(text[..width].ToArray());
                text = text[width..];
            }

            return parts;
        }

        while (limit < 0 || parts.Count < limit - 1)
        {
            var found = text.IndexOf(separator);
            if (found < 0)
            {
                break;
            }

            parts.Add(text[..found].ToArray());
            text = text[(found + separator.Length)..];
        }

        parts.Add(text.ToArray());
        return parts;
    }

    private static Value Numbered(List<byte[]> parts)
    {
        var map = new MapValue(GoType.StringMap, parts.Count);
        for (var i = 0; i < parts.Count; i++)
        {
            map.Set(new ByteString("_" + i.ToString(CultureInfo.InvariantCulture)), Value.Of(parts[i]));
        }

        return Value.Of(map);
    }

    private static byte[] Join(CallContext context, ReadOnlySpan<byte> separator, List<byte[]> parts)
    {
        var length = Math.Max(parts.Count - 1, 0) * (long)separator.Length;
        foreach (var part in parts)
        {
            length += part.Length;
        }

        context.Charge(length);
        context.Spend(parts.Count);
        var result = new byte[length];
        var rest = result.AsSpan();
        for (var i = 0; i < parts.Count; i++)
        {
            if (i > 0)
            {
                separator.CopyTo(rest);
                rest = rest[separator.Length..];
            }

            parts[i].CopyTo(rest);
            rest = rest[parts[i].Length..];
        }

        return result;
    }

    private static Value SortAlpha(CallContext context, Value value)
    {
        var texts = GoReflection.ListOf(value) is null ? [Strval.Of(value)] : Strval.Each(value);
        context.Charge(texts.Count * ElementCost);
        context.Spend(texts.Count * SortSteps);
        texts.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
        return Strval.ToList(texts);
    }
}
