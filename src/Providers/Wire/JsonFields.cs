using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Text;

namespace SecretsKit.Providers.Wire;

/// <summary>
/// A JSON object of a response, read by name. Members of another type than the one asked for count as missing: what that means is up to the
/// caller. Its texts may be secret, so it has no text of its own.
/// </summary>
/// <param name="value">The object; nil reads as empty.</param>
internal readonly struct JsonFields(Value value)
{
    // No response of these interfaces is deeper than a few levels.
    private static readonly GoJsonReading Reading = GoJsonReading.Default with { MaxDepth = 64 };

    /// <summary>The value itself.</summary>
    public Value Value { get; } = value;

    /// <summary>Reads an object; null if the text is none.</summary>
    public static JsonFields? TryParse(ReadOnlySpan<byte> text) =>
        GoJson.TryParse(text, Reading, out var value, out _) && value.AsMap is not null ? new(value) : null;

    /// <summary>A member that is an object; an empty one if there is none.</summary>
    public JsonFields Child(string name) => new(Field(name));

    /// <summary>A member that is a text, or null.</summary>
    public string? Text(string name) => Bytes(name) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>The bytes of a member that is a text, or null. Lent; the caller may wipe them if it reads them no more.</summary>
    public byte[]? Bytes(string name) => Field(name) is { IsString: true } text ? text.StringBytes : null;

    /// <summary>A member that is a number, or a text of digits, as whole seconds and the like; null for anything else.</summary>
    public long? Number(string name) => Field(name) switch
    {
        { Kind: GoKind.Float64 } number when double.Abs(number.Float64) < 1e15 => (long)number.Float64,
        { IsString: true } text when long.TryParse(text.StringBytes, null, out var digits) => digits,
        _ => null,
    };

    /// <summary>A member that is true or false, or null.</summary>
    public bool? Flag(string name) => Field(name) is { Kind: GoKind.Bool } flag ? flag.Boolean : null;

    /// <summary>A member that is a list of objects; null if it is no list.</summary>
    public IReadOnlyList<JsonFields>? List(string name)
    {
        if (Field(name).AsList is not { } list)
        {
            return null;
        }

        var items = new List<JsonFields>(list.Count);
        for (var index = 0; index < list.Count; index++)
        {
            items.Add(new(list[index]));
        }

        return items;
    }

    /// <summary>Overwrites the bytes of a member that is a text.</summary>
    public void Wipe(string name) => CryptographicOperations.ZeroMemory(Bytes(name));

    private Value Field(string name) => Value.AsMap?[new ByteString(name)] ?? Value.Nil;
}
