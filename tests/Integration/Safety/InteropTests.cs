using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;

namespace SecretsKit.Integration.Safety;

/// <summary>The wrapped data key of a whole file against the tools that others unwrap it with, in both directions.</summary>
public sealed class InteropTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Age_opens_what_we_wrapped_and_we_open_what_age_wrapped()
    {
        await _bench.EncryptAsync("f.yaml", "a: secret\n");
        var wrapped = await WrappedAsync("BEGIN AGE");
        var key = await ToolAsync(wrapped, "age", "-d", "-i", Path.Combine(_bench.Home, "keys.txt"));
        Assert.Equal(DataKey.Size, key.Length);
        await ReplaceAsync(wrapped, await ToolAsync(key, "age", "-a", "-r", _bench.Recipient));
        Assert.Equal("a: secret\n", await _bench.DecryptAsync("f.yaml"));
    }

    [Fact]
    public async Task Gpg_opens_what_we_wrapped_and_we_open_what_gpg_wrapped()
    {
        await using var gpg = await BenchGpg.StartAsync(_bench, "p1.secret");
        _bench.Write("f.yaml", "a: secret\n");
        var run = await _bench.SopsAsync("encrypt", "-i", "--pgp", gpg.Fingerprint, "f.yaml");
        Assert.True(run.ExitCode == 0, run.ErrorText);
        var wrapped = await WrappedAsync("BEGIN PGP MESSAGE");
        var key = await ToolAsync(wrapped, "gpg", "--batch", "-d");
        Assert.Equal(DataKey.Size, key.Length);
        await ReplaceAsync(
            wrapped, await ToolAsync(key, "gpg", "--batch", "--trust-model", "always", "--armor", "-r", gpg.Fingerprint, "-e"));
        Assert.Equal("a: secret\n", await _bench.DecryptAsync("f.yaml"));
    }

    private async Task<byte[]> WrappedAsync(string kind)
    {
        var file = EncryptedFile.Load(await File.ReadAllBytesAsync(_bench.FileAt("f.yaml")), DocumentFormat.Yaml);
        return Encoding.ASCII.GetBytes(file.Metadata.KeyGroups.SelectMany(group => group.Keys)
            .Single(key => key.Enc.Contains(kind, StringComparison.Ordinal))
            .Enc);
    }

    /// <summary>Puts another armor in the place of the file's, line by line with its indentation.</summary>
    private async Task ReplaceAsync(byte[] old, byte[] replacement)
    {
        const string Indentation = "            ";
        static string Block(byte[] armor) =>
            string.Join('\n', Encoding.ASCII.GetString(armor)
                .Trim()
                .Split('\n')
                .Select(line => line.Length == 0 ? "" : Indentation + line));
        var text = _bench.Read("f.yaml");
        Assert.Contains(Block(old), text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_bench.FileAt("f.yaml"), text.Replace(Block(old), Block(replacement), StringComparison.Ordinal));
    }

    private async Task<byte[]> ToolAsync(byte[] input, string program, params string[] arguments)
    {
        var run = await _bench.RunWithInputAsync(input, program, arguments);
        Assert.True(run.ExitCode == 0, run.ErrorText);
        return run.Output;
    }
}
