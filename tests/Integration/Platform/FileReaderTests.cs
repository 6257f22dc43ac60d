using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Platform;

public sealed class FileReaderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0), InlineData(1), InlineData(16 * 1024 - 1), InlineData(16 * 1024), InlineData(16 * 1024 + 1), InlineData(1_000_000)]
    public async Task Reads_files_and_streams_of_any_size(int size)
    {
        var text = new string('x', size);
        _folder.Write("f", text);
        Assert.Equal(text, Encoding.UTF8.GetString(Read("f")));
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        Assert.Equal(
            text, Encoding.UTF8.GetString(await FileReader.ReadAsync(stream, "stdin", size, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void Reads_what_reports_no_length() => Assert.NotEmpty(Read("/proc/self/status"));

    [Theory]
    [InlineData("missing", ErrorCode.FileNotFound, "open missing: no such file or directory")]
    [InlineData("", ErrorCode.FileNotFound, "open : no such file or directory")]
    [InlineData("no/folder", ErrorCode.FileNotFound, "open no/folder: no such file or directory")]
    [InlineData(".", ErrorCode.FileUnreadable, "read .: is a directory")]
    [InlineData("loop", ErrorCode.FileUnreadable, "open loop: too many levels of symbolic links")]
    public void Says_in_Gos_words_why_not(string path, ErrorCode code, string message)
    {
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "loop"), "loop");
        var error = Assert.Throws<SecretsKitException>(() => Read(path));
        Assert.Equal((code, message), (error.Code, error.Message));
    }

    [Fact]
    public async Task Stops_at_the_limit()
    {
        _folder.Write("f", "12345");
        Assert.Equal(5, Read("f", 5).Length);
        Assert.Equal("f is larger than 4 bytes", Assert.Throws<SecretsKitException>(() => Read("f", 4)).Message);
        using var endless = File.OpenRead("/dev/zero");
        var error = await Assert.ThrowsAsync<SecretsKitException>(
            async () => await FileReader.ReadAsync(endless, "stdin", 1_000_000, TestContext.Current.CancellationToken));
        Assert.Equal((ErrorCode.LimitExceeded, "stdin is larger than 1000000 bytes"), (error.Code, error.Message));
    }

    private byte[] Read(string path, int limit = FileReader.DefaultLimit) =>
        FileReader.Read(new HostEnvironment([], _folder.Path), path, limit);
}
