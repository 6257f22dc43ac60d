using System.Text;
using SecretsKit.Core.Secrets.Redaction;
using SecretsKit.Platform;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Tests.Platform.Terminal;

public sealed class TerminalOutputTests
{
    private static readonly TerminalFeatures Coloured = new(true, true, 80);
    private static readonly TerminalFeatures Colourless = new(true, false, 80);

    [Theory]
    [InlineData(true, null, "xterm", true)]
    [InlineData(true, null, null, true)]
    [InlineData(true, "", "xterm", true)]
    [InlineData(true, "1", "xterm", false)]
    [InlineData(true, "0", "xterm", false)]
    [InlineData(true, null, "dumb", false)]
    [InlineData(false, null, "xterm", false)]
    public void Colour_is_for_terminals_that_take_it(bool isTerminal, string? noColor, string? term, bool expected) =>
        Assert.Equal(expected, TerminalFeatures.Create(Host(("NO_COLOR", noColor), ("TERM", term)), isTerminal, 100).Colour);

    [Theory]
    [InlineData(null, 120, 120)]
    [InlineData(null, null, 80)]
    [InlineData("40", 120, 40)]
    [InlineData("0", 120, 120)]
    [InlineData("-5", 120, 120)]
    [InlineData("wide", null, 80)]
    public void Width_is_the_variable_then_the_terminal_then_eighty(string? columns, int? reported, int expected) =>
        Assert.Equal(expected, TerminalFeatures.Create(Host(("COLUMNS", columns)), isTerminal: true, reported).Width);

    [Fact]
    public void A_pipe_gets_plain_text_and_no_progress()
    {
        var (output, error) = Written(TerminalFeatures.None, o =>
        {
            o.Print("report", TextStyle.Good);
            o.Say("failed: a\u001bb", TextStyle.Bad);
            o.Progress("1 of 2");
            o.Hint("try this");
            o.Hint(null);
        });
        Assert.Equal("report\n", output);
        Assert.Equal("failed: a\\x1bb\nhint: try this\n", error);
    }

    [Fact]
    public void A_terminal_gets_colour_and_progress()
    {
        var (output, error) = Written(Coloured, o =>
        {
            o.Print("report", TextStyle.Good);
            o.Print("plain");
            o.Say("failed", TextStyle.Bad);
            o.Progress("1 of 2");
        });
        Assert.Equal("\u001b[32mreport\u001b[0m\nplain\n", output);
        Assert.Equal("\u001b[31mfailed\u001b[0m\n\u001b[2m1 of 2\u001b[0m\n", error);
    }

    [Theory]
    [InlineData(true, "a\nbb\r  \r\e[A\e[Ksaid\na\nbb\r  \r\e[A\e[K")]
    [InlineData(false, "a\r \rsaid\na\r \r")]
    public void Lines_of_status_stay_below_what_is_said(bool movesCursor, string expected)
    {
        var (_, error) = Written(Colourless with { MovesCursor = movesCursor }, o =>
        {
            o.Status(["a", "bb"]);
            o.Say("said");
            o.Status("");
        });
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("xterm", "1", true)]
    [InlineData("dumb", null, false)]
    public void The_cursor_is_moved_on_terminals_that_know_escape_sequences(string term, string? noColor, bool expected) =>
        Assert.Equal(expected, TerminalFeatures.Create(Host(("NO_COLOR", noColor), ("TERM", term)), isTerminal: true, 100).MovesCursor);

    [Fact]
    public void No_line_shows_what_the_scope_knows()
    {
        const string Line = "a hunter2-of-the-terminal b";
        var (output, error) = Written(Coloured, o =>
        {
            o.Print(Line);
            o.Say(Line);
            o.SayLines(Line);
            o.Hint(Line);
            o.Progress(Line);
            o.Status(Line);
        });
        Assert.DoesNotContain("hunter2", output + error, StringComparison.Ordinal);
        Assert.Equal("a [REDACTED] b\n", output);
        Assert.Equal(5, error.Split("a [REDACTED] b").Length - 1);
    }

    [Fact]
    public void A_line_whose_origins_are_known_is_shown_as_it_is()
    {
        var (output, error) = Written(Colourless, o =>
        {
            o.Print(MaskedText.OfKnownOrigin("a hunter2-of-the-terminal b"));
            o.Say(MaskedText.Unmasked("a hunter2-of-the-terminal b"));
        });
        Assert.Equal("a hunter2-of-the-terminal b\n", output);
        Assert.Equal(output, error);
    }

    [Fact]
    public void Names_from_strangers_cannot_steer_the_terminal()
    {
        var (_, error) = Written(Colourless, o => o.Say("open \u001b]0;x\u0007\r\u007f\u009b2J é🔑\tb\nc"));
        Assert.Equal("open \\x1b]0;x\\a\\r\\x7f\\u009b2J é🔑\tb\\nc\n", error);
    }

    private static HostEnvironment Host(params (string Name, string? Value)[] variables) =>
        new(variables.Where(v => v.Value is not null).Select(v => KeyValuePair.Create(v.Name, v.Value!)), "/");

    private static (string Output, string Error) Written(TerminalFeatures features, Action<TerminalOutput> write)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        using var redaction = new RedactionScope();
        redaction.Add("hunter2-of-the-terminal"u8);
        write(new TerminalOutput(output, features, error, features, redaction));
        return (Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }
}
