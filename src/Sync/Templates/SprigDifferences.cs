using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Sync.Templates;

/// <summary>Where the reference's release of Sprig differs from that of charts (measured with its recordings).</summary>
internal static class SprigDifferences
{
    // All that make whole numbers of whatever they get.
    private static readonly string[] Casts =
    [
        "int", "int64", "add", "add1", "sub", "div", "mod", "mul", "max", "biggest", "min", "slice", "mustSlice",
    ];

    /// <summary>Replaces those functions.</summary>
    public static FunctionTable AddDifferences(this FunctionTable table)
    {
        var bcrypt = table.Find(new ByteString("htpasswd"))!.Body;
        table.Add(
            "htpasswd", (context, a) => HtPasswd(bcrypt, context, a), ParameterType.String, ParameterType.String, ParameterType.String);
        table.Add(
            "fromJson",
            static (context, a) =>
            {
                context.Charge(a[0].StringBytes.Length * 8L);
                return GoJson.TryParse(a[0].StringBytes, out var value, out _) ? value : Value.Nil;
            },
            ParameterType.String);
        foreach (var name in Casts)
        {
            var cast = table.Find(new ByteString(name))!;
            table.Add(cast with { Body = (context, a) => WithWholeNumbers(cast.Body, context, a) });
        }

        return table;
    }

    private static Value WithWholeNumbers(FunctionBody body, CallContext context, ReadOnlySpan<Value> a)
    {
        var whole = a.ToArray();
        for (var at = 0; at < whole.Length; at++)
        {
            whole[at] = WithoutDecimals(whole[at]);
        }

        return body(context, whole);
    }

    private static Value HtPasswd(FunctionBody bcrypt, CallContext context, ReadOnlySpan<Value> a)
    {
        var (user, hash) = (TemplateText.Of(a[0]), TemplateText.Of(a[2]));
        if (user.Contains(':', StringComparison.Ordinal))
        {
            return Value.Of($"invalid username: {user}");
        }

        return hash switch
        {
            "bcrypt" => bcrypt(context, a[..2]),
            "sha" => Value.Of($"{user}:{{SHA}}{Convert.ToBase64String(Sha1.Hash(a[1].StringBytes))}"),
            _ => throw new FunctionException($"invalid hash algorithm: {hash}"),
        };
    }

    // "1.9" is 1, as 1.9 is.
    private static Value WithoutDecimals(Value value)
    {
        if (!value.IsString)
        {
            return value;
        }

        var text = Encoding.UTF8.GetString(value.StringBytes);
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && text.AsSpan(dot + 1).IndexOfAnyExceptInRange('0', '9') < 0
            && text.AsSpan(text[0] is '-' or '+' ? 1 : 0, text[0] is '-' or '+' ? dot - 1 : dot).IndexOfAnyExceptInRange('0', '9') < 0
            ? Value.Of(text[..dot]) : value;
    }
}
