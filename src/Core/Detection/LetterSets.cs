using System.Buffers;

namespace SecretsKit.Core.Detection;

/// <summary>Sets of letters that values are compared with.</summary>
internal static class LetterSets
{
    private const string Small = "abcdefghijklmnopqrstuvwxyz";
    private const string Capital = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digit = "0123456789";

    public static SearchValues<byte> Alphanumeric { get; } = Of(Small + Capital + Digit);

    public static SearchValues<byte> Word { get; } = Of(Small + Capital + Digit + "-_");

    public static SearchValues<byte> Dotted { get; } = Of(Small + Capital + Digit + "-_.");

    public static SearchValues<byte> Place { get; } = Of(Small + Capital + Digit + "-_.:");

    public static SearchValues<byte> Capitals { get; } = Of(Capital + Digit);

    public static SearchValues<byte> SmallHex { get; } = Of(Digit + "abcdef");

    public static SearchValues<byte> CapitalHex { get; } = Of(Digit + "ABCDEF");

    public static SearchValues<byte> Host { get; } = Of(Small + Digit + ".-");

    public static SearchValues<byte> Quantity { get; } = Of(Digit + ".-:/%smhdwyKMGTPEibBv");

    public static SearchValues<byte> Base64 { get; } = Of(Small + Capital + Digit + "+/=");

    public static SearchValues<byte> AnyBase64 { get; } = Of(Small + Capital + Digit + "+/=_-");

    public static SearchValues<byte> Variable { get; } = Of(Small + Capital + Digit + "_");

    /// <summary>What ends a URL in a text.</summary>
    public static SearchValues<byte> UrlEnd { get; } = Of(" \t\r\n\"'<>`");

    /// <summary>What no name of a parameter holds.</summary>
    public static SearchValues<byte> NotInParameter { get; } = Of("{}()<>[]&?/");

    /// <summary>What no name of an assignment holds.</summary>
    public static SearchValues<byte> NotInName { get; } = Of(" {}()<>$,;|\\");

    /// <summary>What no heading of a section holds.</summary>
    public static SearchValues<byte> NotInSection { get; } = Of(",\"'{:= ");

    /// <summary>What is in sentences, and not in passphrases.</summary>
    public static SearchValues<byte> Punctuation { get; } = Of("\n.?!:,()");

    /// <summary>What joins the words of a name, and digits.</summary>
    public static SearchValues<byte> Joints { get; } = Of(Digit + "-_./:");

    private static SearchValues<byte> Of(string letters) => SearchValues.Create(System.Text.Encoding.ASCII.GetBytes(letters));
}
