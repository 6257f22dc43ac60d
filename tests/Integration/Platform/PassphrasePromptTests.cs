using SecretsKit.Testing;

namespace SecretsKit.Integration.Platform;

public sealed class PassphrasePromptTests
{
    [Fact]
    public async Task Asks_on_the_terminal_without_echo_and_puts_echo_back()
    {
        var seen = await OnTerminal("ask 'Enter it: '", "pass word é");
        Assert.Contains("Enter it: \n[pass word é]\n", seen, StringComparison.Ordinal);
        Assert.Equal(1, Occurrences(seen, "pass word"));
        Assert.EndsWith("echo on\n", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_an_empty_line_as_an_empty_passphrase_and_the_end_of_input_as_none()
    {
        Assert.Contains("? \n[]\n", await OnTerminal("ask '? '", ""), StringComparison.Ordinal);
        Assert.Contains("no answer\n", await OnTerminal("ask '? '", "\u0004", newline: false), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupt_puts_echo_back()
    {
        var seen = await OnTerminal("ask '? '", "secr\u0003", newline: false);
        Assert.Contains("cancelled\n", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("secr", seen, StringComparison.Ordinal);
        Assert.EndsWith("echo on\n", seen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hidden", "1234\n", "? \n\u001b[F\u001b[K[1234]\n")]
    [InlineData("Visible", "somebody\n", "? somebody\n\u001b[F\u001b[K[somebody]\n")]
    [InlineData("Key", "x\u001b[A2", "? \n\u001b[F\u001b[K[2]\n")]
    [InlineData("Key", "\n", "? \n\u001b[F\u001b[K[\n]\n")]
    [InlineData("Key", "\u0004", "? \n\u001b[F\u001b[Kno answer\n")]
    public async Task A_question_is_taken_off_the_screen_with_its_answer(string mode, string typed, string shown)
    {
        var seen = await OnTerminal($"question {mode} '? ' 12/", typed, newline: false);
        Assert.Contains(shown, seen, StringComparison.Ordinal);
        Assert.EndsWith("echo on\n", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupt_ends_a_wait_for_a_key()
    {
        var seen = await OnTerminal("question Key '? ' 12", "\u0003", newline: false);
        Assert.Contains("cancelled\n", seen, StringComparison.Ordinal);
        Assert.EndsWith("echo on\n", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_terminal_there_is_nobody_to_ask()
    {
        var run = await ProbeRun.Run("setsid", "--wait", "probe", "ask", "? ");
        Assert.Equal("no answer\n", run.Output);
    }

    /// <summary>What a terminal of its own shows while the probe runs in it and someone types as soon as the prompt is there.</summary>
    private static async Task<string> OnTerminal(string arguments, string typed, bool newline = true)
    {
        using var folder = new TestFolder();
        var log = Path.Combine(folder.Path, "log");
        File.WriteAllText(Path.Combine(folder.Path, "typed"), newline ? typed + "\n" : typed);
        var run = await ProbeRun.Run(
            "timeout",
            "60", // A broken prompt must fail and not hang the suite.
            "bash",
            "-c",
            $"touch {log}; {{ until grep -q ': \\|? ' {log}; do sleep 0.02; done; cat {folder.Path}/typed; until grep -q 'echo o' " +
            $"{log}; do sleep 0.02; done; }} | " +
            $"script -qefc \"trap '' INT; (trap - INT; exec {ProbeRun.Program} {arguments}); stty -a | grep -q -e '-echo ' && echo echo " +
            $"off || echo echo on\" /dev/null >{log}; " +
            $"sed -e 's/\\r$//' -e 's/\\x1b\\[?1h\\x1b=//' {log}");
        return run.Output;
    }

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;
}
