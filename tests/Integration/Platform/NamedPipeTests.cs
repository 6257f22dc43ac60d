using SecretsKit.Platform.Files;

namespace SecretsKit.Integration.Platform;

public sealed class NamedPipeTests : IDisposable
{
    private readonly SecretFolder _folder = SecretFolder.Create(ProbeRun.Host, SecretFolderPlace.MemoryOnly);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Feeds_each_reader_the_whole()
    {
        var content = new byte[300_000];
        content.AsSpan().Fill((byte)'x');
        await using var pipe = NamedPipe.Create(_folder, "values.yaml", content);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(pipe.Path));
        for (var reader = 0; reader < 20; reader++)
        {
            var run = await ProbeRun.Run("cat", pipe.Path);
            Assert.Equal(300_000, run.Output.Length);
        }
    }

    [Fact]
    public async Task Feeds_readers_that_come_before_others_have_ended()
    {
        await using var pipe = NamedPipe.Create(_folder, "values.yaml", "a: 1\nb: 2\n"u8.ToArray());
        var run = await ProbeRun.Run(
            "bash", "-c", "exec 3<\"$0\"; sleep 0.1; exec 4<\"$0\"; sleep 0.1; exec 5<\"$0\"; cat <&4; cat <&3; cat <&5", pipe.Path);
        Assert.Equal("a: 1\nb: 2\na: 1\nb: 2\na: 1\nb: 2\n", run.Output);
    }

    [Fact]
    public async Task A_reader_that_leaves_early_is_no_error()
    {
        await using var pipe = NamedPipe.Create(_folder, "p", new byte[1_000_000]);
        await ProbeRun.Run("head", "-c", "10", pipe.Path);
        var whole = await ProbeRun.Run("cat", pipe.Path);
        Assert.Equal(1_000_000, whole.Output.Length);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Ends_when_nobody_reads_even_if_the_pipe_was_removed(bool removed)
    {
        var pipe = NamedPipe.Create(_folder, "p", "canary"u8.ToArray());
        if (removed)
        {
            _folder.Dispose();
        }

        await pipe.DisposeAsync();
    }

    [Fact]
    public async Task Ends_while_a_reader_does_not_read_on()
    {
        var pipe = NamedPipe.Create(_folder, "p", new byte[1_000_000]);
        using var reader = new FileStream(pipe.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        Assert.Equal(0, reader.ReadByte());
        await pipe.DisposeAsync();
    }

    [Fact]
    public async Task Never_writes_into_a_file_that_was_put_in_its_place()
    {
        await using var pipe = NamedPipe.Create(_folder, "p", "canary"u8.ToArray());
        File.Delete(pipe.Path);
        await File.WriteAllTextAsync(pipe.Path, "theirs", TestContext.Current.CancellationToken);
        await pipe.DisposeAsync();
        Assert.Equal("theirs", await File.ReadAllTextAsync(pipe.Path, TestContext.Current.CancellationToken));
    }
}
