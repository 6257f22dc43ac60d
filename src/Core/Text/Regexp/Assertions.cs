namespace SecretsKit.Core.Text.Regexp;

/// <summary>What can be asked of a place between two characters.</summary>
[Flags]
internal enum Assertions
{
    None = 0,
    BeginLine = 1,
    EndLine = 2,
    BeginText = 4,
    EndText = 8,
    WordBoundary = 16,
    NoWordBoundary = 32,
}

internal static class AssertionsExtensions
{
    /// <summary>Whether the place before byte <paramref name="at"/> is as asked. Words are ASCII, so bytes are enough.</summary>
    public static bool Hold(this Assertions asked, ReadOnlySpan<byte> input, int at) => asked switch
    {
        Assertions.BeginText => at == 0,
        Assertions.EndText => at == input.Length,
        Assertions.BeginLine => at == 0 || input[at - 1] == '\n',
        Assertions.EndLine => at == input.Length || input[at] == '\n',
        Assertions.WordBoundary => IsBoundary(input, at),
        _ => !IsBoundary(input, at),
    };

    private static bool IsBoundary(ReadOnlySpan<byte> input, int at)
    {
        var before = at > 0 && IsWord(input[at - 1]);
        var after = at < input.Length && IsWord(input[at]);
        return before != after;
    }

    private static bool IsWord(byte c) => c == '_' || char.IsAsciiLetterOrDigit((char)c);
}
