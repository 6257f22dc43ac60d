using System.Buffers;
using System.Text;
using System.Text.Json;
using SecretsKit.Core.Text;

namespace SecretsKit.Providers.Google.Credentials;

/// <summary>Texts as Google's clients write them.</summary>
internal static class GoogleText
{
    /// <summary>A text in a query or form, as Go's <c>url.QueryEscape</c> writes it.</summary>
    public static string QueryEscape(string text) => GoUrl.EscapeQuery(text);

    /// <summary>A text as one segment of a path, slashes included, as Go's <c>url.PathEscape</c> writes it.</summary>
    public static string PathEscape(string text) =>
        Encoding.ASCII.GetString(GoUrl.EscapeSegment(Encoding.UTF8.GetBytes(text)));

    /// <summary>Base64 for URLs, without padding.</summary>
    public static string Base64Url(ReadOnlySpan<byte> bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>An object as compact JSON.</summary>
    public static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions
        {
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
