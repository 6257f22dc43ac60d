using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents;

/// <summary>Keys of the line-based formats.</summary>
internal static class FlatKey
{
    /// <summary>The text of a key.</summary>
    /// <exception cref="DocumentException">Not text, or text that would break out of its line and pose as further entries.</exception>
    public static ByteString Of(Node key, string format)
    {
        if (key is not StringNode name)
        {
            throw new DocumentException(ErrorCode.EmitFailed, DocumentFault.NoForm, $"only text can be a key in {format}");
        }

        return name.Value.Span.Contains((byte)'\n')
            ? throw new DocumentException(ErrorCode.EmitFailed, DocumentFault.NoForm, $"a key with a line break has no form in {format}")
            : name.Value;
    }
}
