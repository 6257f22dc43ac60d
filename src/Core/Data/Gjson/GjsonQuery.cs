using SecretsKit.Core.Text;

namespace SecretsKit.Core.Data.Gjson;

/// <summary>The condition of <c>#(path operator value)</c>.</summary>
/// <param name="Path">Into each element; empty for the element itself.</param>
/// <param name="Operator">One of <c>= != &lt; &lt;= &gt; &gt;= % !%</c>; empty if the part only has to be there.</param>
/// <param name="Value">What it is compared with.</param>
/// <param name="IsAll">Whether all elements are wanted instead of the first.</param>
internal sealed record GjsonQuery(byte[] Path, string Operator, byte[] Value, bool IsAll)
{
    private static readonly string[] Operators = ["!=", "!%", "<=", ">=", "==", "<", ">", "=", "%"];

    /// <summary>Reads the query at the start of a path.</summary>
    /// <param name="path">From the hash on.</param>
    /// <param name="end">Behind the query.</param>
    /// <returns>Null if it is none.</returns>
    public static GjsonQuery? Read(ReadOnlySpan<byte> path, out int end)
    {
        end = 0;
        if (path.Length < 2 || path[1] is not ((byte)'(' or (byte)'['))
        {
            return null;
        }

        var (depth, split, at) = (1, 0, 2);
        for (; at < path.Length; at++)
        {
            var found = path[at];
            if (depth == 1 && split == 0 && found is (byte)'!' or (byte)'=' or (byte)'<' or (byte)'>' or (byte)'%')
            {
                split = depth == 1 && split == 0 ? at : split;
                continue;
            }

            if (found == '\\')
            {
                at++;
            }
            else if (found == '"')
            {
                at = GjsonScan.StringEnd(path, at) - 1;
            }
            else if (found is (byte)'(' or (byte)'[')
            {
                depth++;
            }
            else if (found is (byte)')' or (byte)']' && --depth == 0)
            {
                break;
            }
        }

        if (depth > 0)
        {
            return null;
        }

        var isAll = at + 1 < path.Length && path[at + 1] == '#';
        end = at + (isAll ? 2 : 1);
        return split == 0
            ? new(Trimmed(path[2..at]), "", [], isAll)
            : Comparison(Trimmed(path[2..split]), Trimmed(path[split..at]), isAll);
    }

    /// <summary>Whether a value fulfils it.</summary>
    public bool IsMetBy(GjsonResult value)
    {
        var wanted = Value;
        if (wanted is [(byte)'~', ..])
        {
            bool? isSo = System.Text.Encoding.UTF8.GetString(wanted, 1, wanted.Length - 1) switch
            {
                "*" => value.Exists,
                "null" => value.Kind == GjsonKind.Null,
                "true" => IsTrue(value),
                "false" => IsFalse(value),
                _ => null,
            };
            (wanted, value) = isSo is { } known
                ? ("true"u8.ToArray(), known ? GjsonResult.True : GjsonResult.False)
                : ([], default);
        }

        return value.Exists && (Operator.Length == 0 || Compare(value, wanted));
    }

    private static GjsonQuery Comparison(byte[] path, byte[] text, bool isAll)
    {
        var found = Array.Find(Operators, sign => text.AsSpan().StartsWith(System.Text.Encoding.ASCII.GetBytes(sign))) ?? "=";
        var value = Trimmed(text.AsSpan(Math.Min(found.Length, text.Length)));
        if (value is [(byte)'"', .., (byte)'"'] && value.Length > 1)
        {
            value = new GjsonResult(GjsonKind.String, value).ToText();
        }

        return new(path, found == "==" ? "=" : found, value, isAll);
    }

    private static byte[] Trimmed(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n\v\f"u8).ToArray();

    private bool Compare(GjsonResult value, byte[] wanted) => value.Kind switch
    {
        GjsonKind.String => CompareText(value.ToText(), wanted),
        GjsonKind.Number => Holds(Order(value.ToNumber(), GjsonResult.ParseNumber(wanted))),
        GjsonKind.True => Operator switch
        {
            "=" => wanted.AsSpan().SequenceEqual("true"u8),
            "!=" => !wanted.AsSpan().SequenceEqual("true"u8),
            ">" => wanted.AsSpan().SequenceEqual("false"u8),
            ">=" => true,
            _ => false,
        },
        GjsonKind.False => Operator switch
        {
            "=" => wanted.AsSpan().SequenceEqual("false"u8),
            "!=" => !wanted.AsSpan().SequenceEqual("false"u8),
            "<" => wanted.AsSpan().SequenceEqual("true"u8),
            "<=" => true,
            _ => false,
        },
        _ => false,
    };

    private bool CompareText(byte[] text, byte[] wanted) => Operator switch
    {
        "%" => GjsonWildcard.Matches(text, wanted),
        "!%" => !GjsonWildcard.Matches(text, wanted),
        _ => Holds(text.AsSpan().SequenceCompareTo(wanted)),
    };

    private static int? Order(double left, double right) => double.IsNaN(left) || double.IsNaN(right) ? null : left.CompareTo(right);

    private bool Holds(int? order) => Operator switch
    {
        "=" => order == 0,
        "!=" => order != 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        ">=" => order >= 0,
        _ => false,
    };

    private static bool IsTrue(GjsonResult value) => value.Kind switch
    {
        GjsonKind.True => true,
        GjsonKind.Number => value.ToNumber() != 0,
        GjsonKind.String => ParsedBool(value) == true,
        _ => false,
    };

    private static bool IsFalse(GjsonResult value) => value.Kind switch
    {
        GjsonKind.Null or GjsonKind.False => true,
        GjsonKind.Number => value.ToNumber() == 0,
        GjsonKind.String => ParsedBool(value) == false,
        _ => false,
    };

    private static bool? ParsedBool(GjsonResult value)
    {
        var lower = System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(value.ToText()).ToLowerInvariant());
        return GoNumber.ParseBool(lower, out var parsed) == GoNumberError.None ? parsed : null;
    }
}
