using SecretsKit.Charts.YamlLinting.Text;
using SecretsKit.Charts.YamlText.Scanning;

namespace SecretsKit.Charts.YamlLinting.Rules;

/// <summary>Spaces between neighbours on one line. A bound of -1 is none.</summary>
internal static class Spacing
{
    /// <summary>The spaces behind a token, or null where something else is on its line.</summary>
    public static int? After(in TokenPlace place) => place.Next is { } next && place.Token.End.Line == next.Start.Line
        ? next.Start.Index - place.Token.End.Index
        : null;

    /// <summary>The spaces before a token, or null where nothing is before it on its line.</summary>
    public static int? Before(in TokenPlace place, string content) =>
        place.Previous is { } previous && previous.End.Line == place.Token.Start.Line
        && (previous.End.Index == 0 || content[previous.End.Index - 1] != '\n')
            ? place.Token.Start.Index - previous.End.Index
            : null;

    /// <summary>Where too many or too few spaces are reported: at the last that is too much, or where one is missing.</summary>
    /// <param name="spaces">How many there are.</param>
    /// <param name="least">How many there must be.</param>
    /// <param name="most">How many there may be.</param>
    /// <param name="end">Where they end.</param>
    /// <returns>Whether there are too many, and the column from 1; null where the number is right.</returns>
    public static (bool TooMany, int Column)? Fault(int? spaces, int least, int most, TextMark end) => spaces switch
    {
        null => null,
        var count when most >= 0 && count > most => (true, end.Column),
        var count when least >= 0 && count < least => (false, end.Column + 1),
        _ => null,
    };
}
