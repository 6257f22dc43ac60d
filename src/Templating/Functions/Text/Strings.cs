using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Text;

/// <summary>Searching, replacing and padding (spec sprig.md 3). Charts call these for nearly every line, so they go over spans.</summary>
internal static class Strings
{
    public static FunctionTable AddStrings(this FunctionTable table) => table
        .Add("contains", static (_, a) => Value.Of(a[1].StringBytes.AsSpan().IndexOf(a[0].StringBytes) >= 0), P.String, P.String)
        .Add("hasPrefix", static (_, a) => Value.Of(a[1].StringBytes.AsSpan().StartsWith(a[0].StringBytes)), P.String, P.String)
        .Add("hasSuffix", static (_, a) => Value.Of(a[1].StringBytes.AsSpan().EndsWith(a[0].StringBytes)), P.String, P.String)
        .Add("repeat", static (c, a) => Value.Of(Repeat(c, a[0].Bits, a[1].StringBytes)), P.Int, P.String)
        .Add("indent", static (c, a) => Value.Of(Indent(c, a[0].Bits, a[1].StringBytes, newLine: false)), P.Int, P.String)
        .Add("nindent", static (c, a) => Value.Of(Indent(c, a[0].Bits, a[1].StringBytes, newLine: true)), P.Int, P.String)
        .Add("replace", static (c, a) => Value.Of(Replace(c, a[0]
            .StringBytes, a[1]
            .StringBytes, a[2]
            .StringBytes)), P.String, P.String, P.String)
        .Add("plural", static (_, a) => a[2].Bits == 1 ? a[0] : a[1], P.String, P.String, P.Int)
        .Add("hello", static (_, _) => Value.Of("Hello!"u8));

    /// <summary>Go's <c>strings.Repeat</c>.</summary>
    public static byte[] Repeat(CallContext context, long count, ReadOnlySpan<byte> text)
    {
        if (count < 0)
        {
            throw new FunctionException("strings: negative Repeat count");
        }

        if (count == 0 || text.IsEmpty)
        {
            return [];
        }

        if (count > long.MaxValue / text.Length)
        {
            throw new FunctionException("strings: Repeat output length overflow");
        }

        var result = Allocate(context, count * text.Length);
        for (var at = 0; at < result.Length; at += text.Length)
        {
            text.CopyTo(result.AsSpan(at));
        }

        return result;
    }

    private static byte[] Indent(CallContext context, long spaces, ReadOnlySpan<byte> text, bool newLine)
    {
        if (spaces < 0)
        {
            throw new FunctionException("strings: negative Repeat count");
        }

        var lines = text.Count((byte)'\n') + 1;
        if (spaces > int.MaxValue)
        {
            // Beyond every limit already; the product below would wrap.
            context.Charge(long.MaxValue);
        }

        var result = Allocate(context, text.Length + (lines * spaces) + (newLine ? 1 : 0));
        var rest = result.AsSpan();
        if (newLine)
        {
            rest[0] = (byte)'\n';
            rest = rest[1..];
        }

        while (true)
        {
            rest[..(int)spaces].Fill((byte)' ');
            rest = rest[(int)spaces..];
            var line = text[..(text.IndexOf((byte)'\n') + 1)];
            if (line.IsEmpty)
            {
                text.CopyTo(rest);
                return result;
            }

            line.CopyTo(rest);
            rest = rest[line.Length..];
            text = text[line.Length..];
        }
    }

    private static byte[] Replace(CallContext context, ReadOnlySpan<byte> old, ReadOnlySpan<byte> by, byte[] text)
    {
        if (old.IsEmpty)
        {
            return Between(context, by, text);
        }

        var count = text.AsSpan().Count(old);
        if (count == 0 || old.SequenceEqual(by))
        {
            return text;
        }

        var result = Allocate(context, text.Length + ((long)count * (by.Length - old.Length)));
        var source = new ReadOnlySpan<byte>(text);
        var target = result.AsSpan();
        for (var found = source.IndexOf(old); found >= 0; found = source.IndexOf(old))
        {
            source[..found].CopyTo(target);
            by.CopyTo(target[found..]);
            source = source[(found + old.Length)..];
            target = target[(found + by.Length)..];
        }

        source.CopyTo(target);
        return result;
    }

    // Nothing is found before each character and at the end.
    private static byte[] Between(CallContext context, ReadOnlySpan<byte> by, ReadOnlySpan<byte> text)
    {
        var gaps = 1L;
        for (var rest = text; !rest.IsEmpty; gaps++)
        {
            _ = Runes.First(rest, out var length);
            rest = rest[length..];
        }

        var result = Allocate(context, text.Length + (gaps * by.Length));
        by.CopyTo(result);
        for (var target = result.AsSpan(by.Length); !text.IsEmpty;)
        {
            _ = Runes.First(text, out var width);
            text[..width].CopyTo(target);
            by.CopyTo(target[width..]);
            target = target[(width + by.Length)..];
            text = text[width..];
        }

        return result;
    }

    private static byte[] Allocate(CallContext context, long length)
    {
        context.Charge(length);
        return length <= Array.MaxLength ? new byte[length] : throw new FunctionException("runtime error: makeslice: len out of range");
    }
}
