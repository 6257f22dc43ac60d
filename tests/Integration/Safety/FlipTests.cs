using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Secrets;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Integration.Safety;

/// <summary>
/// An encrypted file with any bit of it changed fails to decrypt, or gives the same plaintext: nobody without the key changes what it says.
/// </summary>
public sealed class FlipTests : IDisposable
{
    private static readonly int Wanted = int.TryParse(Environment.GetEnvironmentVariable("SECRETSKIT_MUTATIONS"), out var count)
        ? count
        : 400;
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("f.yaml", "a: secret\nb:\n    - 1\n    - true\n    - c: 1.5\n")]
    [InlineData("f.json", "{\"a\": \"secret\", \"b\": [1, true, {\"c\": 1.5}]}")]
    [InlineData("f.ini", "[a]\nb = secret\nc = 1\n")]
    [InlineData("f.env", "A=secret\nB=1\n")]
    [InlineData("f.bin", "secret\n")]
    public async Task A_flipped_bit_fails_or_changes_nothing(string name, string text)
    {
        await _bench.EncryptAsync(name, text);
        var original = await File.ReadAllBytesAsync(_bench.FileAt(name));
        var plaintext = await DecryptAsync(name);
        Assert.Equal(0, plaintext.Exit);
        var total = original.Length * 8;
        var step = Math.Max(1, total / Wanted) | 1;
        for (var bit = 0; bit < total; bit += step)
        {
            var changed = (byte[])original.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            await File.WriteAllBytesAsync(_bench.FileAt(name), changed);
            var (exit, output) = await DecryptAsync(name);
            Assert.True(exit == 0 ? output.AsSpan().SequenceEqual(plaintext.Output) : output.Length == 0, $"bit {bit}: exit {exit}");
        }
    }

    private async Task<(int Exit, byte[] Output)> DecryptAsync(string name)
    {
        using var output = new MemoryStream();
        var host = new CliHost
        {
            Redaction = new(),
            Clock = TimeProvider.System,
            Environment = _bench.Host,
            Input = new MemoryStream(),
            Output = output,
            Error = new MemoryStream(),
            Prompt = new NoPrompt(),
            TestOnlyThrowDefects = true,
        };
        var exit = await SecretsKit.Cli.Program.RunAsync("sops", ["decrypt", name], host, TestContext.Current.CancellationToken);
        return (exit, output.ToArray());
    }

    private sealed class NoPrompt : IPassphrasePrompt
    {
        public ValueTask<SecretBytes?> AskAsync(string prompt, CancellationToken cancellationToken) => new((SecretBytes?)null);
    }
}
