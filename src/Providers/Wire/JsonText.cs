using System.Text.Encodings.Web;
using System.Text.Json;
using SecretsKit.Core.Secrets;

namespace SecretsKit.Providers.Wire;

/// <summary>
/// Writes a small JSON object into memory that is wiped, for requests whose bodies hold keys. Members come in the order in which they are
/// added. Disposing wipes it. Not safe for concurrent use.
/// </summary>
internal sealed class JsonText : IDisposable
{
    private readonly WipedBuffer<byte> _text = new();

    /// <summary>What was written, lent until disposal. To be read once it is ended.</summary>
    public ReadOnlyMemory<byte> Written => _text.GetWritten();

    /// <summary>Adds a text.</summary>
    public JsonText Add(string name, string value)
    {
        Start(name);
        _text.Append((byte)'"');
        _text.Append(JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        _text.Append((byte)'"');
        return this;
    }

    /// <summary>Adds bytes as a text of letters that need no escape, such as Base64; encoded in place.</summary>
    /// <param name="name">The member.</param>
    /// <param name="value">The bytes.</param>
    /// <param name="encode">Writes their text and says how long it is.</param>
    /// <param name="length">Room for the text.</param>
    public JsonText AddEncoded(string name, ReadOnlySpan<byte> value, SpanEncoder encode, int length)
    {
        Start(name);
        _text.Append((byte)'"');
        _text.Advance(encode(value, _text.GetSpan(length)));
        _text.Append((byte)'"');
        return this;
    }

    /// <summary>Adds a value that is JSON already, such as a number.</summary>
    public JsonText AddRaw(string name, string value)
    {
        Start(name);
        _text.Append(System.Text.Encoding.UTF8.GetBytes(value));
        return this;
    }

    /// <summary>Ends the object.</summary>
    /// <param name="after">What follows it, such as a line break.</param>
    public JsonText End(string after = "")
    {
        _text.Append(_text.Length == 0 ? "{}"u8 : "}"u8);
        _text.Append(System.Text.Encoding.UTF8.GetBytes(after));
        return this;
    }

    /// <inheritdoc/>
    public void Dispose() => _text.Dispose();

    private void Start(string name)
    {
        _text.Append(_text.Length == 0 ? "{\""u8 : ",\""u8);
        _text.Append(JsonEncodedText.Encode(name).EncodedUtf8Bytes);
        _text.Append("\":"u8);
    }
}

/// <summary>Encodes bytes as text.</summary>
/// <returns>How many bytes were written.</returns>
internal delegate int SpanEncoder(ReadOnlySpan<byte> value, Span<byte> text);
