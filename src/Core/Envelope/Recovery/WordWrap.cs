using System.Text;

namespace SecretsKit.Core.Envelope.Recovery;

/// <summary>
/// Wraps text between words as the reference tool's reports are wrapped: blanks at a break vanish, a word that is longer than a line
/// stays whole on a line of its own, line breaks in the text are kept. Widths count code points.
/// </summary>
internal static class WordWrap
{
    private const char NoBreakSpace = '\u00A0';

    public static string Wrap(string text, int width)
    {
        var output = new StringBuilder(text.Length);
        var word = new StringBuilder();
        var blanks = new StringBuilder();
        int column = 0, wordWidth = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\n')
            {
                // Blanks before a line break stay only while they fit; a pending word is always written.
                if (wordWidth > 0 || column + blanks.Length <= width)
                {
                    output.Append(blanks);
                }

                output.Append(word).Append('\n');
                word.Clear();
                blanks.Clear();
                column = wordWidth = 0;
            }
            else if (Rune.IsWhiteSpace(rune) && rune.Value != NoBreakSpace)
            {
                if (blanks.Length == 0 || wordWidth > 0)
                {
                    column += blanks.Length + wordWidth;
                    output.Append(blanks).Append(word);
                    blanks.Clear();
                    word.Clear();
                    wordWidth = 0;
                }

                blanks.Append(rune);
            }
            else
            {
                word.Append(rune);
                wordWidth++;
                if (column + blanks.Length + wordWidth > width && wordWidth < width)
                {
                    output.Append('\n');
                    column = 0;
                    blanks.Clear();
                }
            }
        }

        if (wordWidth > 0 || column + blanks.Length <= width)
        {
            output.Append(blanks);
        }

        return output.Append(word).ToString();
    }
}
