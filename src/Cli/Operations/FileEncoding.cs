using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Operations;

/// <summary>
/// Marks that editors put before a text. YAML and INI take the one of UTF-8, YAML those of UTF-16 too. JSON does not, and in dotenv it
/// would become a part of the first name.
/// </summary>
internal static class FileEncoding
{
    /// <summary>What is wrong with the first bytes of a text; null if nothing is.</summary>
    /// <param name="content">The file.</param>
    /// <param name="file">As typed.</param>
    /// <param name="format">Its format.</param>
    public static SecretsKitException? Problem(ReadOnlySpan<byte> content, string file, DocumentFormat format)
    {
        if (format is DocumentFormat.Yaml or DocumentFormat.Binary)
        {
            return null;
        }

        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return Malformed(
                "the text is UTF-16", $"save it as UTF-8; {CommandText.Line("iconv", "-f", "UTF-16", "-t", "UTF-8", file)} prints it so");
        }

        return format != DocumentFormat.Ini && content.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])
            ? Malformed(
                "line 1 begins with a byte order mark (EF BB BF)",
                $"save it as UTF-8 without one; {CommandText.Line("tail", "-c", "+4", file)} prints the text behind it")
            : null;
    }

    private static SecretsKitException Malformed(string problem, string hint) => new(ErrorCode.MalformedDocument, problem) { Hint = hint };
}
