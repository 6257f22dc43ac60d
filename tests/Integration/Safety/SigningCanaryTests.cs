using System.Text;

namespace SecretsKit.Integration.Safety;

/// <summary>
/// A signing key shows nowhere: no file, pipe, argument or message holds a part of it, and values of signed files stay as hidden as ever.
/// </summary>
public sealed class SigningCanaryTests : IDisposable
{
    private readonly CanaryRun _canaries = new();

    private Workbench Bench => _canaries.Bench;

    public void Dispose() => _canaries.Dispose();

    [Theory]
    [InlineData("-t", "ed25519")]
    [InlineData("-t", "rsa", "-b", "2048")]
    public async Task Signing_shows_nothing_of_the_key(params string[] arguments)
    {
        Assert.Equal(0, (await Bench.RunAsync("ssh-keygen", ["-q", "-N", "", "-C", "", "-f", "key", .. arguments])).ExitCode);
        Learn(Bench.Read("key"));
        Bench.Set("SECRETSKIT_SIGNING_KEY", Bench.FileAt("key"));
        Bench.Write(".sops.yaml", $"creation_rules:\n    - age: {Bench.Recipient}\n");
        Bench.Write(".secretskit-signers", "alice " + Bench.Read("key.pub"));
        Bench.Write("f.yaml", $"a: {CanaryRun.Value}\nb: {CanaryRun.Second}\n");
        await _canaries.VerbAsync(new(Makes: "f.yaml"), null, "enc", "f.yaml");
        await _canaries.VerbAsync(new(Opens: "f.yaml"), Encoding.ASCII.GetBytes(CanaryRun.Second), "set", "--value-stdin", "f.yaml", "a");
        await _canaries.VerbAsync(new(Opens: "f.yaml"), null, "rotate", "f.yaml");
        await _canaries.VerbAsync(new(Opens: "f.yaml"), null, "check", "--verify", "f.yaml");
        await _canaries.VerbAsync(new(Opens: "f.yaml"), null, "sign", "--message", "f.yaml");
        var status = await _canaries.VerbAsync(new(Opens: "f.yaml"), null, "filestatus", "f.yaml");
        Assert.Contains("signed by alice", status.OutputText, StringComparison.Ordinal);
    }

    // The private numbers stand in the second half of the file; the first holds the public key.
    private void Learn(string pem)
    {
        var bytes = Convert.FromBase64String(string.Concat(pem.Split('\n').Where(line => line.Length > 0 && !line.StartsWith('-'))));
        var isRsa = bytes.Length > 1000;
        var secret = bytes.AsSpan(
            isRsa ? bytes.Length - 600 : bytes.AsSpan().LastIndexOf("ssh-ed25519"u8) + 11 + 4 + 32 + 4, isRsa ? 400 : 32);
        _canaries.AddKey("signing key", secret);
        _canaries.AddKey("part of the signing key", secret[..24]);
    }
}
