using System.Globalization;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents;

/// <summary>
/// Scalars as dotenv files, INI files and environment variables carry them, which know only text (spec sops.md 6.4). Floats keep a
/// sign of being floats, times lose their fraction, and null becomes <c>&lt;nil&gt;</c> as in the reference.
/// </summary>
public static class FlatScalar
{
    /// <summary>Finds the text of a scalar.</summary>
    /// <param name="value">Any node.</param>
    /// <param name="text">The text; the very bytes of a string, not a copy.</param>
    /// <returns>False for maps, lists and comments, which have no such text.</returns>
    public static bool TryFormat(Node value, out ByteString text)
    {
        switch (value)
        {
            case StringNode node:
                text = node.Value;
                return true;
            case IntNode node:
                text = new ByteString(node.Value.ToString(CultureInfo.InvariantCulture));
                return true;
            case UnsignedNode node:
                text = new ByteString(node.Value.ToString(CultureInfo.InvariantCulture));
                return true;
            case FloatNode node:
                text = new ByteString(GoFloat.Format(node.Value, GoFloatFormat.Dotenv));
                return true;
            case BoolNode node:
                text = new ByteString(node.Value ? "true" : "false");
                return true;
            case NullNode:
                text = new ByteString("<nil>");
                return true;
            case TimeNode node:
                text = new ByteString(node.Value.ToRfc3339());
                return true;
            default:
                text = default;
                return false;
        }
    }
}
