using SecretsKit.Core.Errors;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Tests.Platform.Processes;

public sealed class WordSplitterTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData(" \t\r\n", new string[0])]
    [InlineData("vim", new[] { "vim" })]
    [InlineData("  code   --wait ", new[] { "code", "--wait" })]
    [InlineData("a\tb\nc", new[] { "a", "b", "c" })]
    [InlineData("'a b' c", new[] { "a b", "c" })]
    [InlineData("\"a b\" c", new[] { "a b", "c" })]
    [InlineData("a'b 'c\" d\"", new[] { "ab c d" })]
    [InlineData("'' x \"\"", new[] { "", "x", "" })]
    [InlineData(@"a\ b \'c", new[] { "a b", "'c" })]
    [InlineData(@"'a\b'", new[] { @"a\b" })]
    [InlineData("\"a\\\"b\\nc\\\\\"", new[] { "a\"bnc\\" })]
    [InlineData("\"it's\" '\"'", new[] { "it's", "\"" })]
    [InlineData("a # comment\nb", new[] { "a", "b" })]
    [InlineData("# all of it", new string[0])]
    [InlineData("a#b c\\#d \\#e", new[] { "a#b", "c#d", "#e" })]
    [InlineData("cmd $HOME *.txt ~ `x` ; | &", new[] { "cmd", "$HOME", "*.txt", "~", "`x`", ";", "|", "&" })]
    [InlineData("é 🔑", new[] { "é", "🔑" })]
    [InlineData("a\\\nb", new[] { "a\nb" })]
    public void Splits_as_a_shell_without_expansion(string line, string[] words) => Assert.Equal(words, WordSplitter.Split(line));

    [Theory]
    [InlineData("vim 'a", "EOF found when expecting closing quote")]
    [InlineData("vim \"a", "EOF found when expecting closing quote")]
    [InlineData("vim \"a\\\"", "EOF found when expecting closing quote")]
    [InlineData("vim a\\", "EOF found after escape character")]
    [InlineData("vim \"a\\", "EOF found after escape character")]
    public void Refuses_what_is_not_closed_without_quoting_it(string line, string message)
    {
        var error = Assert.Throws<SecretsKitException>(() => WordSplitter.Split(line));
        Assert.Equal(message, error.Message);
    }
}
