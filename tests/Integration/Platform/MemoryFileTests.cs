using System.Runtime.Versioning;
using System.Text;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Integration.Platform;

[SupportedOSPlatform("linux")]
public sealed class MemoryFileTests
{
    [Fact]
    public async Task Children_read_them_by_number_and_get_no_other_one()
    {
        using var first = MemoryFile.Create("first", "one"u8);
        using var second = MemoryFile.Create("second", "two"u8);
        using var third = MemoryFile.Create("not handed over", "three"u8);
        using var result = await new ProcessRunner().RunAsync(
            new()
            {
                Program = "sh",
                Arguments = ["-c", "cat /dev/fd/3 /dev/fd/4 /dev/fd/3; ls -l /proc/$$/fd | grep -c memfd:"],
                Environment = ProbeRun.Host,
                Files = [second, first],
            },
            TestContext.Current.CancellationToken);
        Assert.Equal("twoonetwo2\n", Encoding.UTF8.GetString(result.Output.Span));
    }
}
