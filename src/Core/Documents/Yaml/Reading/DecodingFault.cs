namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>
/// The first thing in the input that is no character of YAML.
/// </summary>
/// <param name="Problem">The reference's words for it.</param>
/// <param name="WindowStart">
/// Where readable text ends, an offset in the decoded text or the input. The reference decodes
/// windows of 512 bytes and refuses a window as a whole, so that a fault hides the text before it in the same window; what a
/// document's reader gets to see depends on that.
/// </param>
/// <param name="Line">The line of the fault, from 1.</param>
/// <param name="Column">The column of the fault, from 1.</param>
internal sealed record DecodingFault(string Problem, int WindowStart, int Line, int Column)
{
    /// <summary>Bytes of input that the reference decodes at a time.</summary>
    public const int Window = 512;

    /// <summary>The words for a character that is valid Unicode and forbidden in YAML.</summary>
    public const string ControlCharacter = "control characters are not allowed";

    /// <summary>Whether a character may stand in a YAML text.</summary>
    public static bool IsAllowed(int rune) => rune is '\t' or '\n' or '\r' or (>= 0x20 and <= 0x7E) or 0x85
        or (>= 0xA0 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or (>= 0x10000 and <= 0x10FFFF);
}
