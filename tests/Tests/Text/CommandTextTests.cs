using SecretsKit.Core.Display;

namespace SecretsKit.Tests.Text;

/// <summary>Commands in hints, as they are pasted.</summary>
public sealed class CommandTextTests
{
    [Theory]
    [InlineData("s.yaml", "'secretskit view s.yaml'")]
    [InlineData("my file.yaml", "`secretskit view 'my file.yaml'`")]
    [InlineData("a'b", "`secretskit view 'a'\\''b'`")]
    [InlineData("$(rm x)", "`secretskit view '$(rm x)'`")]
    [InlineData("", "`secretskit view ''`")]
    [InlineData("a\nb'c\\d", "`secretskit view $'a\\nb\\'c\\\\d'`")]
    [InlineData("\u001b[0m", "`secretskit view $'\\x1b[0m'`")]
    [InlineData("~x", "`secretskit view '~x'`")]
    public void Words_are_quoted_for_a_shell_where_they_need_it(string file, string line) =>
        Assert.Equal(line, CommandText.Line("secretskit", "view", file));
}
