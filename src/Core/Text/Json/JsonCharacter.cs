namespace SecretsKit.Core.Text.Json;

/// <summary>How Go's errors about JSON show a byte.</summary>
internal static class JsonCharacter
{
    /// <summary>The byte between apostrophes, taken for a Latin-1 character, with escapes for what is not printable.</summary>
    public static string Quote(byte found) => found switch
    {
        (byte)'\'' => @"'\''",
        (byte)'"' => "'\"'",
        _ => "'" + GoQuote.Format(((char)found).ToString())[1..^1] + "'",
    };
}
