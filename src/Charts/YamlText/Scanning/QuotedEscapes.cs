namespace SecretsKit.Charts.YamlText.Scanning;

/// <summary>What may follow a backslash in double quotes.</summary>
internal static class QuotedEscapes
{
    /// <summary>The text that an escape stands for, or null.</summary>
    public static string? Replacement(char value) => value switch
    {
        '0' => "\0",
        'a' => "\a",
        'b' => "\b",
        't' or '\t' => "\t",
        'n' => "\n",
        'v' => "\v",
        'f' => "\f",
        'r' => "\r",
        'e' => "\e",
        ' ' => " ",
        '"' => "\"",
        '\\' => "\\",
        '/' => "/",
        'N' => "\u0085",
        '_' => "\u00A0",
        'L' => "\u2028",
        'P' => "\u2029",
        _ => null,
    };

    /// <summary>How many digits follow an escape that gives a code, or 0.</summary>
    public static int CodeLength(char value) => value switch
    {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    };
}
