using System.Text.Json;
using SecretsKit.Core.Secrets;

namespace SecretsKit.Providers.Aws.Calls;

/// <summary>An object in JSON for a request, in memory that is wiped when it is disposed.</summary>
internal sealed class JsonBody : IDisposable
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly WipedBuffer<byte> _buffer = new();

    /// <summary>Writes it.</summary>
    /// <param name="write">Writes the members.</param>
    public JsonBody(Action<Utf8JsonWriter> write)
    {
        using var json = new Utf8JsonWriter(_buffer, Options);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>The text; lent until disposal.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.GetWritten();

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    /// <summary>Not the text.</summary>
    public override string ToString() => "JsonBody(***)";
}
