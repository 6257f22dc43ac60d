using SecretsKit.Charts.UnitTesting.Documents;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.UnitTesting.Assertions;

/// <summary>The text of files that are no manifests: the document of one field that stands for it.</summary>
internal static class RawText
{
    private static readonly ByteString Field = new("raw"u8.ToArray());

    /// <summary>The document of a text.</summary>
    public static Value Document(ReadOnlySpan<byte> text)
    {
        var map = new MapValue();
        map.Set(Field, Value.Of(text));
        return Value.Of(map);
    }

    /// <summary>The text of a document; nil where it is a manifest.</summary>
    public static Value Of(Value document) => document.AsMap is { } map && map.TryGet(Field, out var text) ? text : Value.Nil;

    /// <summary>The same as people see it.</summary>
    public static string Shown(Value document) => Of(document) is { IsNil: false } text ? ValueText.Plain(text) : "<nil>";
}

/// <summary>Values that are texts in base64.</summary>
internal static class Base64Values
{
    /// <summary>Decodes one.</summary>
    public static bool TryDecode(ref Value value)
    {
        if (ValueText.Text(value) is not { } text)
        {
            return false;
        }

        var decoded = new byte[text.Length];
        if (text.AsSpan().ContainsAny(' ', '\t') || !Convert.TryFromBase64String(text, decoded, out var length))
        {
            return false;
        }

        value = Value.Of(decoded.AsSpan(0, length));
        return true;
    }

    /// <summary>What is wrong with one that cannot be decoded.</summary>
    public static string Problem(Value value) => "unable to decode base64 expected content " + ValueText.Plain(value);
}
