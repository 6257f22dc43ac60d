using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Documents;

/// <summary>The bounds that the line-based readers have in common.</summary>
internal static class LimitChecks
{
    public static void Size(ReadOnlyMemory<byte> text, DocumentLimits limits)
    {
        if (text.Length > limits.MaxBytes)
        {
            throw new DocumentException(ErrorCode.LimitExceeded, DocumentFault.Limit, $"text is longer than {limits.MaxBytes} bytes");
        }
    }

    public static void Nodes(int count, DocumentLimits limits, int line)
    {
        if (count >= limits.MaxNodes)
        {
            throw new DocumentException(ErrorCode.LimitExceeded, DocumentFault.Limit, $"more than {limits.MaxNodes} values", line, 1);
        }
    }
}
