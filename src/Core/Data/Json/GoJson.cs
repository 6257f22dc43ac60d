using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace SecretsKit.Core.Data.Json;

/// <summary>Go's <c>encoding/json</c> for values.</summary>
public static class GoJson
{
    /// <summary>Appends a value as JSON: keys of maps bytewise ascending, numbers and escapes as Go writes them.</summary>
    /// <exception cref="ValueException">
    /// JSON has no form for it, such as for NaN; the message is Go's. Part of it may have been written.
    /// </exception>
    public static void Write(Value value, IBufferWriter<byte> output, GoJsonOptions options)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(options);
        new JsonWriter(output, options).Write(value);
    }

    /// <summary>A value as JSON.</summary>
    /// <exception cref="ValueException">JSON has no form for it; the message is Go's.</exception>
    public static byte[] Format(Value value, GoJsonOptions options)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(value, output, options);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads one JSON text: every number becomes a <c>float64</c>, of equal keys the last counts.</summary>
    /// <exception cref="ValueException">It is not JSON, or a number is out of range; the message is Go's.</exception>
    public static Value Parse(ReadOnlySpan<byte> text) => TryParse(text, out var value, out var error)
        ? value
        : throw new ValueException(error.Message);

    /// <summary>Reads one JSON text.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="value">What was read: nil if it is not JSON; with nil in place of the numbers that are out of range otherwise.</param>
    /// <param name="error">What is wrong, or null.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out Value value, [NotNullWhen(false)] out JsonError? error) =>
        TryParse(text, GoJsonReading.Default, out value, out error);

    /// <summary>Reads one JSON text with limits and numbers of the caller's.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, GoJsonReading reading, out Value value, [NotNullWhen(false)] out JsonError? error)
    {
        value = new JsonReader(text) { Reading = reading }.Read(out error);
        return error is null;
    }

    /// <summary>Reads the JSON value at the start of a text, as a stream of values is read.</summary>
    /// <param name="text">The value and whatever follows.</param>
    /// <param name="value">As that of <see cref="TryParse(ReadOnlySpan{byte}, out Value, out JsonError?)"/>.</param>
    /// <param name="consumed">The bytes of the value and of the white space before it.</param>
    /// <param name="error">What is wrong, or null.</param>
    public static bool TryParsePrefix(
        ReadOnlySpan<byte> text, out Value value, out int consumed, [NotNullWhen(false)] out JsonError? error) =>
        TryParsePrefix(text, GoJsonReading.Default, out value, out consumed, out error);

    /// <summary>
    /// The same with limits and numbers of the caller's. After an error of syntax, the bytes before the one that is wrong are consumed.
    /// </summary>
    public static bool TryParsePrefix(
        ReadOnlySpan<byte> text, GoJsonReading reading, out Value value, out int consumed, [NotNullWhen(false)] out JsonError? error)
    {
        value = new JsonReader(text) { Reading = reading }.ReadPrefix(out consumed, out error);
        return error is null;
    }
}
