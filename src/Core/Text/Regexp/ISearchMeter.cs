namespace SecretsKit.Core.Text.Regexp;

/// <summary>
/// Gets the cost of a search while it goes on, and may end it by an exception: a single search is
/// linear in its text, but with thousands of instructions for each byte, and many searches of one text can each go to its end.
/// </summary>
public interface ISearchMeter
{
    /// <summary>Called every few thousand instructions, and at the end of each search.</summary>
    /// <param name="instructions">Instructions followed at some position since the last call: up to ten nanoseconds each.</param>
    void Visit(long instructions);

    /// <summary>Called before memory is taken that grows with the pattern.</summary>
    /// <param name="bytes">How much more than before.</param>
    void Take(long bytes);
}
