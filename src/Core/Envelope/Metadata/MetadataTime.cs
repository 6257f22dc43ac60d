using System.Text;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Metadata;

/// <summary>Times as the metadata hold them: RFC 3339 in whole seconds.</summary>
internal static class MetadataTime
{
    private const string Field = "sops.lastmodified";

    /// <summary>Reads a time; a fraction is accepted, and lost when it is written again.</summary>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.MalformedMetadata"/>. Times are not secret, so the message quotes the text.
    /// </exception>
    public static Timestamp Parse(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Timestamp.TryParseRfc3339(bytes, out var time, out var error) ? time
            : throw new SecretsKitException(ErrorCode.MalformedMetadata, error.Describe(bytes))
            {
                Cause = new MetadataCause(MetadataFault.Malformed, Field),
                Problem = DisplayText.Message($"{Field}: {error.Describe(bytes)}"),
            };
    }

    public static string Format(Timestamp time) => time.ToRfc3339();
}
