using SecretsKit.Charts.Linting.Rules;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>The documents of a rendered text by their lines.</summary>
internal static class DocumentLines
{
    /// <summary>The document around a line, counted from 1; nil where it cannot be read.</summary>
    public static Value Around(byte[] text, int line)
    {
        var (start, end, number) = (0, text.Length, 0);
        for (var at = 0; at < text.Length; at++)
        {
            var next = text.AsSpan(at).IndexOf((byte)'\n') is var feed and >= 0 ? at + feed : text.Length;
            number++;
            if (text.AsSpan(at).StartsWith("---"u8))
            {
                if (number > line)
                {
                    end = at;
                    break;
                }

                start = next;
            }

            at = next;
        }

        return LintDocument.ReadValueOrNil(text.AsMemory(start, end - start));
    }
}
