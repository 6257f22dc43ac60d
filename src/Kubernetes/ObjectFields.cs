using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Kubernetes;

/// <summary>Reads fields of objects by their names: a field that is missing, or of another type, is nil or empty.</summary>
internal static class ObjectFields
{
    public static readonly ByteString ApiVersion = new("apiVersion");
    public static readonly ByteString Kind = new("kind");
    public static readonly ByteString Metadata = new("metadata");
    public static readonly ByteString Name = new("name");
    public static readonly ByteString Namespace = new("namespace");
    public static readonly ByteString Items = new("items");
    public static readonly ByteString ResourceVersion = new("resourceVersion");

    /// <summary>The value of a field.</summary>
    public static Value Field(this Value map, ByteString name) => map.AsMap is { } fields ? fields[name] : Value.Nil;

    /// <summary>The value of a field.</summary>
    public static Value Field(this Value map, string name) => map.Field(new ByteString(name));

    /// <summary>The text of a field; empty if it is none.</summary>
    public static string Text(this Value map, ByteString name) =>
        map.Field(name) is { IsString: true } text ? Encoding.UTF8.GetString(text.StringBytes) : "";

    /// <summary>The text of a field; empty if it is none.</summary>
    public static string Text(this Value map, string name) => map.Text(new ByteString(name));

    /// <summary>The elements of a list; none if it is no list.</summary>
    public static ReadOnlySpan<Value> Elements(this Value map, string name) =>
        map.Field(name).AsList is { } list ? list.Items : [];

    /// <summary>The texts of a list; others are passed over.</summary>
    public static string[] Texts(this Value map, string name)
    {
        var texts = new List<string>();
        foreach (var item in map.Elements(name))
        {
            if (item.IsString)
            {
                texts.Add(Encoding.UTF8.GetString(item.StringBytes));
            }
        }

        return [.. texts];
    }

    /// <summary>A map of these fields.</summary>
    public static Value Map(params ReadOnlySpan<(string Name, Value Value)> fields)
    {
        var map = new MapValue(capacity: fields.Length);
        foreach (var (name, value) in fields)
        {
            map.Set(new ByteString(name), value);
        }

        return Value.Of(map);
    }
}
