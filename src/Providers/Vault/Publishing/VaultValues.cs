using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Providers.Vault.Publishing;

/// <summary>The values of a file as the JSON object that a key-value engine stores: comments go, of equal keys the last counts.</summary>
internal static class VaultValues
{
    /// <summary>All documents of a file in one object, keys in order.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.UnsupportedDocument"/>: JSON cannot hold a value or key.</exception>
    public static byte[] Format(DocumentTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var all = new MapValue();
        foreach (var document in tree.Branches)
        {
            Fill(all, document);
        }

        try
        {
            return GoJson.Format(Value.Of(all), GoJsonOptions.Compact);
        }
        catch (ValueException)
        {
            throw new SecretsKitException(ErrorCode.UnsupportedDocument, "a number that is not finite cannot be sent to Vault");
        }
    }

    private static void Fill(MapValue target, MapNode map)
    {
        foreach (var entry in map.Entries.Where(entry => !entry.IsComment))
        {
            target.Set(Key(entry.Key), Of(entry.Value));
        }
    }

    private static ByteString Key(Node key) => key is StringNode text ? text.Value
        : DocumentValues.TryText(key, out var shown) ? new(Encoding.UTF8.GetBytes(shown))
        : throw new SecretsKitException(ErrorCode.UnsupportedDocument, "a key that is no text cannot be sent to Vault");

    private static Value Of(Node node)
    {
        switch (node)
        {
            case MapNode map:
                var values = new MapValue();
                Fill(values, map);
                return Value.Of(values);
            case ListNode list:
                return Value.Of(new ListValue([.. list.Items.Where(item => item is not CommentNode).Select(Of)]));
            case StringNode text:
                return Value.Of(text.Value.Span);
            case IntNode number:
                return Value.Int64(number.Value);
            case UnsignedNode number:
                return Value.Scalar(GoType.Uint64, (long)number.Value);
            case FloatNode number:
                return Value.Float(number.Value);
            case BoolNode truth:
                return Value.Of(truth.Value);
            case TimeNode moment:
                return Value.Of(moment.Value.ToRfc3339Nano());
            default:
                return Value.Nil;
        }
    }
}
