using System.Buffers;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Regexp;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions.Conversion;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Regexps;

/// <summary>Regular expressions (spec sprig.md 9).</summary>
internal static class RegexpFunctions
{
    // What a match costs beside its bytes.
    private const int MatchCost = 64;

    private delegate Value Use(CallContext context, Re2 expression, ReadOnlySpan<Value> rest);

    private static ReadOnlySpan<byte> Special => @"\.+*?()|[]{}^$"u8;

    public static FunctionTable AddRegexps(this FunctionTable table)
    {
        var cache = new RegexpCache();
        return table
            .Add(
                "regexMatch",
                (c, a) => Value.Of(TryGet(c, cache, a[0].StringBytes) is { } e && IsMatch(c, e, a[1].StringBytes)),
                P.String,
                P.String)
            .Add(
                "mustRegexMatch",
                Body(cache, static (c, e, a) => Value.Of(IsMatch(c, e, a[0].StringBytes)), must: true),
                P.String,
                P.String)
            .Twins("regexFind", "mustRegexFind", cache, static (c, e, a) => Find(c, e, a[0].StringBytes), P.String, P.String)
            .Twins("regexFindAll", "mustRegexFindAll", cache, static (c, e, a) => FindAll(c, e, a[0]
                .StringBytes, a[1]
                .Bits), P.String, P.String, P.Int)
            .Twins(
                "regexReplaceAll",
                "mustRegexReplaceAll",
                cache,
                static (c, e, a) => Replace(c, e, a[0], a[1], literal: false),
                P.String,
                P.String,
                P.String)
            .Twins(
                "regexReplaceAllLiteral",
                "mustRegexReplaceAllLiteral",
                cache,
                static (c, e, a) => Replace(c, e, a[0], a[1], literal: true),
                P.String,
                P.String,
                P.String)
            .Twins("regexSplit", "mustRegexSplit", cache, static (c, e, a) => Split(c, e, a[0]
                .StringBytes, a[1]
                .Bits), P.String, P.String, P.Int)
            .Add("regexQuoteMeta", static (_, a) => Value.Of(QuoteMeta(a[0].StringBytes)), P.String);
    }

    private static FunctionTable Twins(
        this FunctionTable table, string name, string must, RegexpCache cache, Use use, params P[] parameters) =>
        table.Add(name, Body(cache, use, must: false), parameters).Add(must, Body(cache, use, must: true), parameters);

    // The plain functions panic in Go, with a longer text.
    private static FunctionBody Body(RegexpCache cache, Use use, bool must) => (context, arguments) =>
    {
        Re2 expression;
        try
        {
            expression = cache.Get(arguments[0].StringBytes, context);
        }
        catch (RegexpSyntaxException e)
        {
            throw new FunctionException(
                must ? e.Message : $"regexp: Compile({GoQuote.Format(arguments[0].StringBytes, GoQuoteStyle.Backquote)}): {e.Message}");
        }

        return use(context, expression, arguments[1..]);
    };

    private static Re2? TryGet(CallContext context, RegexpCache cache, byte[] pattern)
    {
        try
        {
            return cache.Get(pattern, context);
        }
        catch (RegexpSyntaxException)
        {
            // This one function answers that such a pattern matches nothing.
            return null;
        }
    }

    private static bool IsMatch(CallContext context, Re2 expression, ReadOnlySpan<byte> text) => expression.IsMatch(text, context);

    private static Value Find(CallContext context, Re2 expression, ReadOnlySpan<byte> text) =>
        expression.FindWhole(text, context) is { } match ? Value.Of(text[match]) : Value.EmptyString;

    private static Value FindAll(CallContext context, Re2 expression, ReadOnlySpan<byte> text, long limit)
    {
        context.Charge(text.Length + MatchCost);
        var found = new List<byte[]>();
        foreach (var match in expression.FindAllWhole(text, Limit(limit), context))
        {
            context.Charge(MatchCost);
            found.Add(text[match].ToArray());
        }

        return found.Count == 0 ? Value.Of(ListValue.NilOf(GoType.StringSlice)) : Strval.ToList(found);
    }

    private static Value Replace(CallContext context, Re2 expression, Value text, Value replacement, bool literal) => Value.Of(
        literal
            ? expression.ReplaceAllLiteral(text.StringBytes, replacement.StringBytes, context)
            : expression.ReplaceAll(text.StringBytes, replacement.StringBytes, context));

    private static Value Split(CallContext context, Re2 expression, ReadOnlySpan<byte> text, long limit)
    {
        if (limit == 0)
        {
            return Value.Of(ListValue.NilOf(GoType.StringSlice));
        }

        context.Charge(text.Length);
        var parts = new List<byte[]>();
        foreach (var range in expression.Split(text, Limit(limit), context))
        {
            context.Charge(MatchCost);
            parts.Add(text[range].ToArray());
        }

        return Strval.ToList(parts);
    }

    private static int Limit(long limit) => limit < 0 ? -1 : (int)Math.Min(limit, int.MaxValue);

    private static byte[] QuoteMeta(ReadOnlySpan<byte> text)
    {
        var output = new ArrayBufferWriter<byte>(text.Length + 8);
        foreach (var c in text)
        {
            if (Special.Contains(c))
            {
                output.Write("\\"u8);
            }

            output.Write([c]);
        }

        return output.WrittenSpan.ToArray();
    }
}
