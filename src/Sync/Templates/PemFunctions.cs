using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Sync.Templates;

/// <summary>Blocks of PEM by their type.</summary>
internal static class PemFunctions
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";

    public static FunctionTable AddPem(this FunctionTable table) => table.Add(
        "filterPEM",
        static (_, a) => Value.Of(Filter(TemplateText.Of(a[0]), TemplateText.Of(a[1]))),
        ParameterType.String,
        ParameterType.String);

    private static string Filter(string type, string text)
    {
        var found = new StringBuilder();
        var rest = text;
        while (rest.Length > 0)
        {
            var begin = rest.IndexOf(Begin, StringComparison.Ordinal);
            if (begin < 0 || !TryBlock(rest[begin..], out var name, out var length))
            {
                if (rest.Trim().Length > 0)
                {
                    throw new FunctionException("error filtering pem: found junk");
                }

                break;
            }

            if (name.Equals(type, StringComparison.OrdinalIgnoreCase))
            {
                found.Append(rest.AsSpan(begin, length).TrimEnd()).Append('\n');
            }

            rest = rest[(begin + length)..];
        }

        return found.ToString();
    }

    private static bool TryBlock(string text, out string name, out int length)
    {
        (name, length) = ("", 0);
        var close = text.IndexOf(Dashes, Begin.Length, StringComparison.Ordinal);
        if (close < 0)
        {
            return false;
        }

        name = text[Begin.Length..close];
        var mark = $"{End}{name}{Dashes}";
        var end = text.IndexOf(mark, close, StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        length = end + mark.Length;
        return true;
    }
}
