using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Integration.Platform;

public sealed class NamedPipeTests : IDisposable
{
    private readonly SecretFolder _folder = SecretFolder.Create(ProbeRun.Host, SecretFolderPlace.MemoryOnly);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Feeds_one_reader_and_ends()
    {
        var path = _folder.MakePipe("values.yaml");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        var content = new byte[300_000];
        content.AsSpan().Fill((byte)'x');
        var writing = NamedPipe.WriteOnceAsync(path, content, TestContext.Current.CancellationToken);
        var run = await ProbeRun.Run("cat", path);
        Assert.True(await writing);
        Assert.Equal(300_000, run.Output.Length);
    }

    [Fact]
    public async Task A_reader_that_leaves_early_is_no_error()
    {
        var path = _folder.MakePipe("p");
        var writing = NamedPipe.WriteOnceAsync(path, new byte[1_000_000], TestContext.Current.CancellationToken);
        await ProbeRun.Run("head", "-c", "10", path);
        Assert.True(await writing);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Gives_up_when_nobody_reads_even_if_the_pipe_was_removed(bool removed)
    {
        var path = _folder.MakePipe("p");
        using var cancel = new CancellationTokenSource();
        var writing = NamedPipe.WriteOnceAsync(path, "canary"u8.ToArray(), cancel.Token);
        Assert.False(writing.IsCompleted);
        if (removed)
        {
            _folder.Dispose();
        }

        await cancel.CancelAsync();
        try
        {
            Assert.False(await writing);
        }
        catch (SecretsKitException e) when (removed)
        {
            // The pipe went before the writer had come to it.
            Assert.Equal($"open {path}: no such file or directory", e.Message);
        }
    }
}
