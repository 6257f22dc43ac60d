using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SecretsKit.Cli.Access;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Display;
using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Cli.Framework;

/// <summary>What <c>--output json</c> prints: one object for each file, on a line of its own.</summary>
internal static class JsonLine
{
    // Keys of SSH hold characters that only HTML minds.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Prints an object.</summary>
    /// <param name="host">Where.</param>
    /// <param name="members">Writes its members.</param>
    public static void Write(CliHost host, Action<Utf8JsonWriter> members)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        host.Output.Write(Encoding.UTF8.GetBytes(DisplayText.Json(Encoding.UTF8.GetString(line.WrittenSpan)) + "\n"));
    }

    /// <summary>Writes a truth value that may be unknown, which is null.</summary>
    public static void WriteNullable(this Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } known)
        {
            json.WriteBoolean(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>Writes a list of texts.</summary>
    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a text that is not empty.</summary>
    public static void WriteGiven(this Utf8JsonWriter json, string name, string text)
    {
        if (text.Length > 0)
        {
            json.WriteString(name, text);
        }
    }

    /// <summary>Writes whose key it is, if that is known.</summary>
    public static void WriteName(this Utf8JsonWriter json, MasterKey key, RecipientNames names)
    {
        if (names.NameOf(key) is { } known)
        {
            json.WriteString("name", known);
        }
    }

    /// <summary>Writes master keys as a list of type and id, and the name of whose it is where there is one.</summary>
    public static void WriteKeys(this Utf8JsonWriter json, string name, IEnumerable<MasterKey> keys, RecipientNames names)
    {
        json.WriteStartArray(name);
        foreach (var key in keys)
        {
            json.WriteStartObject();
            json.WriteString("type", key.Type.Field);
            json.WriteString("id", key.Id);
            json.WriteName(key, names);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
