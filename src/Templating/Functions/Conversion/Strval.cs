using System.Buffers;
using SecretsKit.Core.Data;
using SecretsKit.Templating.Formatting;

namespace SecretsKit.Templating.Functions.Conversion;

/// <summary>
/// How the functions turn any value into text: bytes are text here, everything else is as <c>%v</c> prints it (spec sprig.md 1.1).
/// </summary>
internal static class Strval
{
    /// <summary>The text; a string gives itself, not a copy.</summary>
    public static byte[] Of(Value value) => IsBytes(value) ? Bytes(value.AsList!) : GoText.Format(value);

    /// <summary>Appends the text.</summary>
    public static void Write(Value value, IBufferWriter<byte> output)
    {
        if (IsBytes(value))
        {
            output.Write(Bytes(value.AsList!));
        }
        else
        {
            GoText.Write(value, output);
        }
    }

    /// <summary>The texts of a list's elements without the nils; of a scalar its own text; of nil none (spec sprig.md 1.5).</summary>
    public static List<byte[]> Each(Value value)
    {
        if (value.IsNil)
        {
            return [];
        }

        if (GoReflection.ListOf(value) is not { } list)
        {
            return [Of(value)];
        }

        var texts = new List<byte[]>(list.Count);
        foreach (var item in list.Items)
        {
            if (!item.IsNil)
            {
                texts.Add(Of(item));
            }
        }

        return texts;
    }

    /// <summary>A value of type <c>[]string</c>.</summary>
    public static Value ToList(IReadOnlyList<byte[]> texts)
    {
        var items = new Value[texts.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Value.Of(texts[i]);
        }

        return Value.Of(new ListValue(items, GoType.StringSlice));
    }

    /// <summary>The bytes of a <c>[]uint8</c>.</summary>
    public static byte[] Bytes(ListValue list)
    {
        var bytes = new byte[list.Count];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)list[i].Bits;
        }

        return bytes;
    }

    /// <summary>Whether this is a <c>[]uint8</c>.</summary>
    public static bool IsBytes(Value value) => value.AsList?.Type == GoType.ByteSlice;
}
