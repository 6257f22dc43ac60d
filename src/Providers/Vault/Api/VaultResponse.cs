using System.Security.Cryptography;
using System.Text.Json;

namespace SecretsKit.Providers.Vault.Api;

/// <summary>
/// What a Vault answered: a status, and a JSON object if there is one. Its content may be secret: dispose it, which wipes the bytes that
/// came; no text shows it.
/// </summary>
internal sealed class VaultResponse : IDisposable
{
    // A hostile server must not make the reader recurse; Vault's own limit for stored values is far below.
    private const int MaxDepth = 256;

    // A failure has the first, and an answer whose status is 404 the others.
    private static readonly string[] Envelope = ["errors", "data", "request_id", "warnings"];

    private readonly byte[] _content;
    private readonly JsonDocument? _document;

    /// <summary>Reads a content. What is no JSON object is kept as such and not thrown.</summary>
    /// <param name="status">The status.</param>
    /// <param name="url">Where it came from.</param>
    /// <param name="content">Given away.</param>
    public VaultResponse(int status, string url, byte[] content) =>
        (Status, Url, _content, _document) = (status, url, content, Parse(content));

    /// <summary>The status.</summary>
    public int Status { get; }

    /// <summary>Where it came from: the URL as the reference prints it. No query of ours is secret.</summary>
    public string Url { get; }

    /// <summary>Whether the status is 200 to 299.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Whether there is a content that is no JSON object, or that of a failure without any member that Vault writes.</summary>
    public bool IsMalformed => _content.Length > 0 && (_document is null || (!IsSuccess && !Envelope.Any(IsThere)));

    /// <summary>How long the server asks to wait; null if it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Where a redirect that was not followed leads; null for none.</summary>
    public string? Location { get; init; }

    /// <summary>The token that went with the request, which no message may hold; null for none.</summary>
    public string? SentToken { get; init; }

    /// <summary>
    /// Whether this is an answer although its status says 404: it has data or warnings, as for a deleted version (goldens vault,
    /// behaviour.md, Envelope).
    /// </summary>
    public bool IsAnswer => IsSuccess || (Status == 404 && (Member("data") is not null || HasWarnings));

    /// <summary>The server's reasons for an error; empty where it gives none. They may quote what was sent.</summary>
    public IReadOnlyList<string> Errors => Member("errors") is { ValueKind: JsonValueKind.Array } errors
        ? [.. errors.EnumerateArray().Where(text => text.ValueKind == JsonValueKind.String).Select(text => text.GetString()!)]
        : [];

    /// <summary>Whether the server warns of something.</summary>
    public bool HasWarnings => Member("warnings") is { ValueKind: JsonValueKind.Array } warnings && warnings.GetArrayLength() > 0;

    /// <summary>A member of the answer, or null if it is missing or null.</summary>
    public JsonElement? Member(string name) => _document is null ? null : Member(_document.RootElement, name);

    /// <summary>A member of <c>data</c>, or null if it is missing or null.</summary>
    public JsonElement? Data(string name) => Member("data") is { } data ? Member(data, name) : null;

    /// <summary>A member of an object, or null if it is missing or null, or this is no object.</summary>
    public static JsonElement? Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    /// <summary>The text of a member, or null if it is missing or no text.</summary>
    public static string? Text(JsonElement? parent, string name) =>
        parent is { } there && Member(there, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>The status alone.</summary>
    public override string ToString() => $"VaultResponse({Status})";

    /// <inheritdoc/>
    public void Dispose()
    {
        _document?.Dispose();
        CryptographicOperations.ZeroMemory(_content);
    }

    private bool IsThere(string name) => _document!.RootElement.TryGetProperty(name, out _);

    private static JsonDocument? Parse(byte[] content)
    {
        if (content.Length == 0)
        {
            return null;
        }

        try
        {
            var document = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = MaxDepth });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            // Its text may quote the content; that it is none is all that callers need.
            return null;
        }
    }
}
