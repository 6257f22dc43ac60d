using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Platform;

public sealed class ProcessRunnerTests
{
    private static readonly HostEnvironment Host = HostEnvironment.FromProcess();
    private readonly ProcessRunner _runner = new();

    [Fact]
    public async Task Captures_both_streams_and_the_status()
    {
        using var result = await RunShell("printf out; printf err >&2; exit 7");
        Assert.Equal(("out", "err"), (Text(result.Output), Text(result.Error)));
        Assert.Equal((7, null), (result.ExitCode, result.Signal));
        Assert.False(result.Succeeded);
        Assert.Equal("exit status 7", result.Describe());
    }

    [Fact]
    public async Task Tells_a_signal_from_the_status_that_a_shell_makes_of_it()
    {
        using var killed = await RunShell("kill -TERM $$");
        Assert.Equal((-1, 15), (killed.ExitCode, killed.Signal));
        Assert.Equal("signal: terminated", killed.Describe());
        using var exited = await RunShell("exit 143");
        Assert.Equal((143, null), (exited.ExitCode, exited.Signal));
    }

    [Fact]
    public async Task Hands_arguments_over_without_a_shell()
    {
        using var result = await Run(
            new() { Program = "printf", Arguments = ["[%s]", "a b", "$HOME", "*", "", "'\"\\", "é"], Environment = Host });
        Assert.Equal("[a b][$HOME][*][]['\"\\][é]", Text(result.Output));
    }

    [Fact]
    public async Task Passes_bytes_on_standard_input_and_takes_back_more_than_a_pipe_holds()
    {
        var bytes = new byte[3_000_001];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(i * 31);
        }

        using var result = await Run(new() { Program = "cat", Environment = Host, Input = bytes });
        Assert.True(result.Succeeded);
        Assert.True(result.Output.Span.SequenceEqual(bytes));
    }

    [Fact]
    public async Task A_child_that_ignores_its_input_is_no_error()
    {
        using var result = await Run(new() { Program = "true", Environment = Host, Input = new byte[1_000_000] });
        Assert.True(result.Succeeded);
    }

    [Fact]
    public async Task Empty_input_is_closed_at_once()
    {
        using var result = await Run(new() { Program = "cat", Environment = Host });
        Assert.True(result.Succeeded);
        Assert.Equal(0, result.Output.Length);
    }

    [Fact]
    public async Task Passes_bytes_that_are_no_text_in_variables()
    {
        var request = new ProcessRequest
        {
            Program = "sh",
            Arguments = ["-c", "printf %s \"$SECRET\""],
            Environment = Host,
            Variables = [new("SECRET", new ByteString("first")), new("SECRET", new ByteString([0xff, 0x20, 0xfe]))],
        };
        using var result = await Run(request);
        Assert.Equal([0xff, 0x20, 0xfe], result.Output.ToArray());
    }

    [Fact]
    public async Task Gives_the_child_exactly_the_environment_asked_for()
    {
        var host = new HostEnvironment([new("PATH", Host.Variable("PATH")!), new("A", "1")], "/");
        using var all = await Run(new() { Program = "env", Environment = host, Variables = [new("B", new ByteString("2"))] });
        Assert.Equal(["A=1", "B=2", "PATH=" + Host.Variable("PATH")], Lines(all).Order(StringComparer.Ordinal));
        using var few = await Run(
            new() { Program = "env", Environment = host, OnlyGivenVariables = true, Variables = [new("B", new ByteString("2"))] });
        Assert.Equal(["B=2"], Lines(few));
    }

    [Fact]
    public async Task Runs_in_the_directory_of_the_environment()
    {
        using var result = await Run(new() { Program = "pwd", Arguments = ["-P"], Environment = Host.WithWorkingDirectory("/usr") });
        Assert.Equal("/usr\n", Text(result.Output));
    }

    [Fact]
    public async Task A_broken_pipe_ends_children_as_it_does_in_a_shell()
    {
        using var result = await RunShell("yes | head -n 1");
        Assert.Equal("y\n", Text(result.Output));
        using var disposition = await RunShell("grep SigIgn /proc/self/status");
        Assert.Equal(0UL, Convert.ToUInt64(Text(disposition.Output).Split('\t')[1].Trim(), 16) & (1UL << 12));
    }

    [Theory]
    [InlineData("no-such-program-here", ProcessStartFailure.NotFound, "exec: \"no-such-program-here\": executable file not found in $PATH")]
    [InlineData("", ProcessStartFailure.NotFound, "exec: \"\": executable file not found in $PATH")]
    [InlineData("/no/such/file", ProcessStartFailure.NotFound, "fork/exec /no/such/file: no such file or directory")]
    [InlineData("/etc/passwd", ProcessStartFailure.NotExecutable, "fork/exec /etc/passwd: permission denied")]
    [InlineData("/usr", ProcessStartFailure.NotExecutable, "fork/exec /usr: permission denied")]
    public async Task Names_why_a_program_did_not_start(string program, ProcessStartFailure failure, string message)
    {
        var error = await Assert.ThrowsAsync<ProcessStartException>(async () => await Run(new() { Program = program, Environment = Host }));
        Assert.Equal((failure, message), (error.Failure, error.Message));
    }

    [Fact]
    public async Task Never_runs_a_bare_name_from_the_working_directory()
    {
        using var folder = new TestFolder();
        var script = folder.Write("tool-of-this-test", "#!/bin/sh\necho ran\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        foreach (var search in (string[])["", ".", ":/usr/bin", "./", "relative"])
        {
            var host = new HostEnvironment([new("PATH", search)], folder.Path);
            await Assert.ThrowsAsync<ProcessStartException>(
                async () => await Run(new() { Program = "tool-of-this-test", Environment = host }));
        }

        using var byPath = await Run(new() { Program = "./tool-of-this-test", Environment = new HostEnvironment([], folder.Path) });
        Assert.Equal("ran\n", Text(byPath.Output));
        using var bySearch = await Run(
            new() { Program = "tool-of-this-test", Environment = new HostEnvironment([new("PATH", folder.Path)], "/") });
        Assert.Equal("ran\n", Text(bySearch.Output));
    }

    [Fact]
    public async Task Kills_a_child_that_writes_more_than_the_limit()
    {
        var error = await Assert.ThrowsAsync<SecretsKitException>(
            async () => await Run(new() { Program = "yes", Environment = Host, OutputLimit = 100_000 }));
        Assert.Equal((ErrorCode.LimitExceeded, "yes wrote more than 100000 bytes"), (error.Code, error.Message));
    }

    [Fact]
    public async Task Cancelling_ends_the_child_and_its_descendants()
    {
        using var folder = new TestFolder();
        var started = System.IO.Path.Combine(folder.Path, "started");
        using var cancel = new CancellationTokenSource();
        // Each sleep carries the folder's unique name, each shell is caught just before it starts one, and one refuses the polite signal.
        var sleep = $"sh -c 'echo >>{started}; sleep 1000; true' {folder.Path}";
        var run = _runner.RunAsync(
            new() { Program = "sh", Arguments = ["-c", $"({sleep}) & trap '' TERM; echo >>{started}; {sleep}; true"], Environment = Host },
                cancel.Token);
        while (!File.Exists(started) || new FileInfo(started).Length < 2)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        await cancel.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await run);
        Assert.Empty(ProcessesThatMention(folder.Path));
    }

    [Fact]
    public async Task Does_not_wait_for_a_daemon_that_keeps_the_pipes()
    {
        using var result = await RunShell("sleep 600 & printf %s $!");
        Assert.True(result.Succeeded);
        using var cleanUp = await RunShell("kill " + Text(result.Output));
        Assert.True(cleanUp.Succeeded);
    }

    [Fact]
    public async Task Refuses_NUL_bytes_instead_of_cutting_there()
    {
        await Assert.ThrowsAsync<SecretsKitException>(
            async () => await Run(new() { Program = "echo", Arguments = ["a\0b"], Environment = Host }));
        await Assert.ThrowsAsync<SecretsKitException>(
            async () => await Run(new() { Program = "env", Environment = Host, Variables = [new("A", new ByteString("x\0y"))] }));
    }

    [Fact]
    public async Task Disposing_wipes_what_was_captured()
    {
        var result = await RunShell("printf canary");
        var captured = result.Output;
        result.Dispose();
        Assert.Equal(new byte[6], captured.ToArray());
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private static List<string> ProcessesThatMention(string text)
    {
        var found = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(f => char.IsAsciiDigit(System.IO.Path.GetFileName(f)[0])))
        {
            try
            {
                found.AddRange(File.ReadAllText(folder + "/cmdline").Contains(text, StringComparison.Ordinal)
                    ? [folder]
                    : Array.Empty<string>());
            }
            catch (IOException)
            {
                continue; // It ended while we looked.
            }
        }

        return found;
    }

    private static string[] Lines(ProcessResult result) => Text(result.Output).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private ValueTask<ProcessResult> RunShell(string script) =>
        Run(new() { Program = "sh", Arguments = ["-c", script], Environment = Host });

    private ValueTask<ProcessResult> Run(ProcessRequest request) => _runner.RunAsync(request, TestContext.Current.CancellationToken);
}
