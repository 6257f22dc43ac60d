using System.Security.Cryptography;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;

namespace SecretsKit.Releases.Binding;

/// <summary>
/// What is reviewed of a live object: all of it but <c>status</c>, and what servers keep about each write (<c>managedFields</c>,
/// <c>resourceVersion</c>, <c>generation</c>), so that a heartbeat of a controller is no change. An object that was deleted and made anew
/// is another one by its <c>uid</c>. Never changed; may hold secrets, so its text is the digest.
/// </summary>
internal sealed class ReviewedState
{
    private static readonly string[] ServerFields = ["managedFields", "resourceVersion", "generation"];

    private ReviewedState(MapValue? content) => (Content, Digest) = (content, content is null ? "absent" : DigestOf(content));

    /// <summary>There is no such object.</summary>
    public static ReviewedState Absent { get; } = new(null);

    /// <summary>The content that counts; null if there is no such object.</summary>
    public MapValue? Content { get; }

    /// <summary><c>sha256:</c> and 64 hexadecimal digits, or <c>absent</c>. Equal for equal states.</summary>
    public string Digest { get; }

    /// <summary>The state of an object.</summary>
    /// <param name="live">The object as the server has it; null if it has none. Lent.</param>
    public static ReviewedState Of(MapValue? live)
    {
        if (live is null)
        {
            return Absent;
        }

        var content = live.ShallowCopy();
        content.Remove(new("status"));
        if (live[new("metadata")].AsMap?.ShallowCopy() is { } metadata)
        {
            foreach (var field in ServerFields)
            {
                metadata.Remove(new(field));
            }

            content.Set(new("metadata"), Value.Of(metadata));
        }

        return new(content);
    }

    /// <summary>Whether both are the same state.</summary>
    public bool IsSame(ReviewedState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Digest == other.Digest;
    }

    /// <summary>The digest.</summary>
    public override string ToString() => Digest;

    private static string DigestOf(MapValue content) =>
        "sha256:" + Convert.ToHexStringLower(SHA256.HashData(GoJson.Format(Value.Of(content), GoJsonOptions.Compact)));
}
