using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Text;

namespace SecretsKit.Kubernetes.Requests;

/// <summary>What an API server says of a failed request (<c>kind: Status</c>).</summary>
/// <param name="Code">The status of HTTP, as 404.</param>
public sealed record ApiStatus(int Code)
{
    /// <summary>The cause as one word: <c>NotFound</c>, <c>Conflict</c>, <c>Forbidden</c>; empty if the server gives none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The server's sentence. It may quote the object that was sent, so it goes through redaction before it is shown.</summary>
    public string Message { get; init; } = "";

    /// <summary>The resource that it is about, in its plural form; empty if the server does not say.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The group of the resource; empty for the core group.</summary>
    public string Group { get; init; } = "";

    /// <summary>The name of the object; empty if the server does not say.</summary>
    public string Name { get; init; } = "";

    /// <summary>How long the server asks to wait; null if it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The single faults, of a validation or a conflict.</summary>
    public IReadOnlyList<ApiStatusCause> Causes { get; init; } = [];

    /// <summary>Whether there is no such object, or no such resource.</summary>
    public bool IsNotFound => Code == 404;

    /// <summary>Whether the object is there already.</summary>
    public bool IsAlreadyExists => Reason == "AlreadyExists";

    /// <summary>Whether somebody else changed the object, or owns a field of it.</summary>
    public bool IsConflict => Code == 409 && Reason != "AlreadyExists";

    /// <summary>Whether the user may not do that.</summary>
    public bool IsForbidden => Code == 403;

    /// <summary>Reads the body of a failed request; a body of another kind gives the code alone.</summary>
    /// <param name="code">The status of HTTP.</param>
    /// <param name="body">The body.</param>
    public static ApiStatus Parse(int code, ReadOnlySpan<byte> body)
    {
        if (!GoJson.TryParse(body, out var document, out _) || Text(document, "kind") != "Status")
        {
            return new(code);
        }

        var details = Field(document, "details");
        var seconds = Field(details, "retryAfterSeconds");
        return new(code)
        {
            Reason = Text(document, "reason"),
            Message = Text(document, "message"),
            Kind = Text(details, "kind"),
            Group = Text(details, "group"),
            Name = Text(details, "name"),
            RetryAfter = seconds.Kind == GoKind.Float64 && seconds.Float64 is > 0 and < 86_400
                ? TimeSpan.FromSeconds(seconds.Float64)
                : null,
            Causes =
            [
                .. (Field(details, "causes").AsList?.Items.ToArray() ?? []).Select(
                    cause => new ApiStatusCause(Text(cause, "reason"), Text(cause, "field"), Text(cause, "message"))),
            ],
        };
    }

    private static string Text(Value map, string name) =>
        Field(map, name) is { IsString: true } text ? Encoding.UTF8.GetString(text.StringBytes) : "";

    private static Value Field(Value map, string name) => map.AsMap?[new ByteString(name)] ?? Value.Nil;
}
