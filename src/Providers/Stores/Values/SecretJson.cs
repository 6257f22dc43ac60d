using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Gjson;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Text;

namespace SecretsKit.Providers.Stores.Values;

/// <summary>Secrets that are JSON objects, taken apart by the two rules of spec external-secrets.md 3.3.</summary>
public static class SecretJson
{
    // Numbers keep the digits that they are written with.
    private static readonly GoJsonReading AsWritten = new() { Number = static digits => Value.Of(digits) };

    /// <summary>
    /// The raw rule: strings give their text, null nothing, everything else the JSON text as it is written, white space included.
    /// </summary>
    /// <returns>Null if it is neither a JSON object nor the word null, which is an object without members.</returns>
    public static SecretMap? RawMap(ReadOnlyMemory<byte> json)
    {
        if (!IsObject(json.Span))
        {
            return IsNull(json.Span) ? new() : null;
        }

        var map = new SecretMap();
        foreach (var (key, value) in GjsonPath.Members(json))
        {
            map[key] = new(value);
        }

        return map;
    }

    /// <summary>
    /// The typed rule: strings give their text, numbers decimals without exponent (of binary64), booleans and null their words and
    /// nothing, maps and lists compact JSON with sorted keys and Go's escapes for HTML.
    /// </summary>
    /// <returns>Null if it is no JSON object.</returns>
    public static SecretMap? TypedMap(ReadOnlyMemory<byte> json) =>
        GoJson.TryParse(json.Span, out var value, out _) && value.AsMap is { } members ? TypedMap(members) : null;

    /// <summary>Each member of a map by the typed rule.</summary>
    public static SecretMap TypedMap(MapValue members)
    {
        ArgumentNullException.ThrowIfNull(members);
        var map = new SecretMap();
        foreach (var key in members.SortedKeys)
        {
            map[key.RevealText()] = Typed(members[key]);
        }

        return map;
    }

    /// <summary>One value by the typed rule.</summary>
    public static SecretValue Typed(Value value) => value.Kind switch
    {
        _ when value.IsNil => SecretValue.Empty,
        GoKind.String => new(value.StringBytes),
        GoKind.Bool => SecretValue.OfText(value.Boolean ? "true" : "false"),
        GoKind.Float64 => SecretValue.OfText(GoFloat.Format(value.Float64, GoFloatFormat.Plain)),
        GoKind.Int or GoKind.Int64 => SecretValue.OfText(value.Bits.ToString(CultureInfo.InvariantCulture)),
        _ => new(GoJson.Format(value, GoJsonOptions.Compact)),
    };

    /// <summary>A map as a JSON object whose members are strings, sorted, as stores that give whole Secrets write it.</summary>
    /// <param name="map">The members, which are UTF-8.</param>
    /// <param name="escapesHtml">Whether &lt;, &gt; and &amp; are escaped.</param>
    public static SecretValue ObjectOf(SecretMap map, bool escapesHtml)
    {
        ArgumentNullException.ThrowIfNull(map);
        var members = new MapValue();
        foreach (var (name, value) in map.Entries)
        {
            members.Set(new ByteString(name), Value.Of(value.Bytes.Span));
        }

        return new(GoJson.Format(Value.Of(members), escapesHtml ? GoJsonOptions.Compact : GoJsonOptions.Raw));
    }

    /// <summary>Whether a text is a JSON object, numbers of any size included.</summary>
    public static bool IsObject(ReadOnlySpan<byte> json) =>
        GoJson.TryParse(json, AsWritten, out var value, out _) && value.AsMap is not null;

    /// <summary>Whether a text is the word null of JSON.</summary>
    internal static bool IsNull(ReadOnlySpan<byte> json) => json.Trim(" \t\r\n"u8).SequenceEqual("null"u8);

    /// <summary>Whether a text is JSON, numbers of any size included.</summary>
    public static bool IsValid(ReadOnlySpan<byte> json) => GoJson.TryParse(json, AsWritten, out _, out _);
}
