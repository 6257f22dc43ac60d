namespace SecretsKit.Core.Text;

/// <summary>How bytes are made visible; each is one of Go's ways.</summary>
public enum GoQuoteStyle
{
    /// <summary><c>strconv.Quote</c> and <c>%q</c>: printable characters as they are, the rest as Go escapes.</summary>
    Quote,

    /// <summary><c>strconv.QuoteToASCII</c> and <c>%+q</c>: all but printable ASCII as Go escapes.</summary>
    Ascii,

    /// <summary><c>%#q</c>: between backquotes if the text can stand there unchanged, else as <see cref="Quote"/>.</summary>
    Backquote,

    /// <summary><c>%x</c>: two lower-case hexadecimal digits per byte.</summary>
    Hex,

    /// <summary><c>% X</c>: two upper-case hexadecimal digits per byte, and a space between the bytes.</summary>
    SpacedUpperHex,

    /// <summary><c>encoding/json</c> with its escapes for HTML; what is not UTF-8 becomes <c>\ufffd</c>.</summary>
    Json,
}
